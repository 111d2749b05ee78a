import type { ApiErrorClass } from '../../shared/errors.ts'
import type { LoadedFunctions, LoadedRoute } from '../functions/load-functions.ts'
import { middlewareErrors } from './openapi/route-errors.ts'

/** The pages with generated tables, relative to the root of the repository. */
export const PAGES_WITH_TABLES = ['README.md', 'docs/errors.md'] as const

/**
 * Replaces the tables of routes and errors in a page, made from the contracts.
 * @throws Error when the page has a place for neither.
 */
export function withTables(page: string, { routes }: LoadedFunctions): string {
  const tables = { routes: routeTable(routes), errors: errorTable(routes) }
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

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

/** Replaces the lines between the two comments that name a table. */
function replace(page: string, name: string, content: string): string {
  const start = page.indexOf(opening(name)) + opening(name).length
  const end = page.indexOf(`<!-- /${name} -->`)
  if (end < start) throw new Error(`The table of ${name} has no end`)
  return `${page.slice(0, start)}\n${content}\n${page.slice(end)}`
}

function opening(name: string): string {
  return `<!-- ${name} -->`
}
