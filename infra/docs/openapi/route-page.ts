import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type * as z from 'zod'
import type { Route } from '../../../shared/http/define-route.ts'
import type { Pagination } from '../../../shared/http/pagination.ts'
import type { LoadedRoute } from '../../functions/load-functions.ts'
import type { Tag } from './tags.ts'

type Input<S> = S extends z.core.$ZodType ? z.input<S> : never

/** What the documentation says about a route beside its contract. Kept out of the bundles. */
export interface RoutePage<R extends Route = Route> {
  /** The name under which generated clients have the route, e.g. `updateUserInfo`. */
  readonly operationId: string
  readonly tag: Tag
  /** Markdown. */
  readonly description: string
  /** A body, by the name of the example. */
  readonly requests?: Readonly<Record<string, Input<R['body']>>>
  /** What the handler answers then, before the envelope; of a page, its `data`. */
  readonly response: z.output<R['response']>
  readonly pagination?: Pagination
}

const PAGES_FOLDER = resolve(import.meta.dirname, 'pages')

/** Declares the page of a route; the types hold its examples against the contract. */
export function describeRoute<R extends Route>(_route: R, page: RoutePage<R>): RoutePage<R> {
  return page
}

/**
 * The page of a route: the file in pages/ that has the same name as the route's in functions/.
 * Undefined when there is none yet: the contract then speaks alone.
 */
export async function pageOf({ file }: LoadedRoute): Promise<RoutePage | undefined> {
  const path = join(PAGES_FOLDER, file)
  if (!existsSync(path)) return undefined
  const { page } = (await import(pathToFileURL(path).href)) as { page: RoutePage }
  return page
}
