import { UnauthorizedError } from '../../shared/accounts/errors.ts'
import {
  type ApiErrorClass,
  ServiceUnavailableError,
  UnsupportedMediaTypeError,
  ValidationFailedError,
} from '../../shared/errors.ts'
import { InternalError, PayloadTooLargeError } from '../../shared/http/errors.ts'
import type { LoadedFunctions, LoadedRoute } from '../functions/load-functions.ts'

/** What the shared stack answers by itself, on any route. */
const STACK_ERRORS: readonly ApiErrorClass[] = [
  InternalError,
  UnauthorizedError,
  ValidationFailedError,
  PayloadTooLargeError,
  UnsupportedMediaTypeError,
  ServiceUnavailableError,
]

/** The README with its tables of routes and errors made anew from the contracts. */
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
  const routesOf = new Map<ApiErrorClass, string[]>(STACK_ERRORS.map((error) => [error, ['any']]))
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

/** Replaces what stands between the two comments that name a table. */
function replace(readme: string, name: string, content: string): string {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
  const start = readme.indexOf(open)
  const end = readme.indexOf(close)
  if (start < 0 || end < 0) throw new Error(`The README has no place for its ${name}`)
  return `${readme.slice(0, start + open.length)}\n${content}\n${readme.slice(end)}`
}
