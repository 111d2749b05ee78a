import type { ApiErrorClass } from '../../shared/errors.ts'
import type { LoadedFunctions, LoadedRoute } from '../functions/load-functions.ts'
import { stackErrors } from './openapi/route-errors.ts'

/** Returns the README with its tables of routes and errors generated from the contracts. */
export function withTables(readme: string, { routes }: LoadedFunctions): string {
  return replace(replace(readme, 'routes', routeTable(routes)), 'errors', errorTable(routes))
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
    [...stackErrors.keys()].map((error) => [error, ['any']]),
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

/** Replaces the text between the two comments that mark a table. */
function replace(readme: string, name: string, content: string): string {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
  const start = readme.indexOf(open)
  const end = readme.indexOf(close)
  if (start < 0 || end < 0)
    throw new Error(`The README has no <!-- ${name} --> … <!-- /${name} --> to fill`)
  return `${readme.slice(0, start + open.length)}\n${content}\n${readme.slice(end)}`
}
