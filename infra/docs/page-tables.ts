import type { ApiErrorClass } from '../../shared/errors.ts'
import { readConsumption } from '../costs/consumption.ts'
import { consumptionTable, limitTables, type Row } from '../costs/cost-tables.ts'
import { durationsOf } from '../costs/durations.ts'
import { readTuned } from '../costs/memory.ts'
import { memoryTable } from '../costs/memory-table.ts'
import type { LoadedFunctions, LoadedRoute } from '../functions/load-functions.ts'
import { stageNamed } from '../stages/stages.ts'
import { middlewareErrors } from './openapi/route-errors.ts'

/** The pages with generated tables, relative to the root of the repository. */
export const PAGES_WITH_TABLES = [
  'README.md',
  'docs/errors.md',
  'docs/scaling.md',
  'docs/performance.md',
] as const
/** The fewest monthly users in the tables of docs/scaling.md. */
const MONTHLY_USERS = 10_000

/**
 * Replaces the generated tables of a page: routes and errors from the contracts, costs, limits and memory from
 * the measurements.
 * @throws Error when the page has no place for any of them.
 */
export function withTables(page: string, functions: LoadedFunctions): string {
  const { routes } = functions
  const tuned = readTuned()
  const measured = readConsumption()
  const limits = limitTables(
    MONTHLY_USERS,
    stageNamed('prod'),
    measured,
    durationsOf(functions, tuned),
  )
  const tables = {
    routes: routeTable(routes),
    errors: errorTable(routes),
    costs: numberTable(consumptionTable(measured)),
    'first limits': numberTable(limits.first),
    'all limits': numberTable(limits.all),
    memory: numberTable(memoryTable(tuned)),
  }
  const present = Object.entries(tables).filter(([name]) => page.includes(opening(name)))
  if (present.length === 0) throw new Error('The page has no place for a generated table')
  return present.reduce((text, [name, content]) => replace(text, name, content), page)
}

function routeTable(routes: readonly LoadedRoute[]): string {
  const rows = routes.map(({ routeKey, contract, file }) => [
    `\`${routeKey}\``,
    contract.summary,
    contract.authentication === 'none' ? '' : 'yes',
    `[${file}](functions/${file})`,
  ])
  return table(['Route', 'What it does', 'Token', 'File'], rows)
}

function errorTable(loadedRoutes: readonly LoadedRoute[]): string {
  const routesOf = new Map<ApiErrorClass, string[]>(
    [...middlewareErrors.keys()].map((error) => [error, ['any']]),
  )
  for (const { routeKey, contract } of loadedRoutes) {
    for (const error of contract.errors) {
      routesOf.set(error, [...(routesOf.get(error) ?? []), `\`${routeKey}\``])
    }
  }
  const rows = [...routesOf]
    .sort(([one], [other]) => one.code - other.code)
    .map(([{ code, title, status }, routes]) => [`${code}`, title, `${status}`, routes.join(', ')])
  return table(['Code', 'Name', 'HTTP', 'Where'], rows)
}

/** A table whose columns after the first hold numbers, which are aligned to the right. */
function numberTable(rows: readonly Row[]): string {
  const head = Object.keys(rows[0] ?? {})
  const [titles = '', , ...lines] = table(
    head,
    rows.map((row) => head.map((column) => `${row[column]}`)),
  ).split('\n')
  return [titles, `| --- |${' ---: |'.repeat(head.length - 1)}`, ...lines].join('\n')
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

/** Replaces the lines between the two comments that name a table. */
function replace(page: string, name: string, content: string): string {
  const start = page.indexOf(opening(name)) + opening(name).length
  const end = page.indexOf(`<!-- /${name} -->`)
  if (end < start) throw new Error(`The table of ${name} lacks its closing comment`)
  return `${page.slice(0, start)}\n${content}\n${page.slice(end)}`
}

function opening(name: string): string {
  return `<!-- ${name} -->`
}
