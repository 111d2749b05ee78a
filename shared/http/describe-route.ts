import type * as z from 'zod/mini'
import type { NumberSetting } from '../config.ts'
import type { ErrorDocs, FieldsDocs } from '../feature-docs.ts'
import type { Route } from './define-route.ts'
import type { Pagination } from './pagination.ts'

/** The groups of routes, in the order in which the API document shows them. */
export const tags = [
  {
    name: 'Accounts',
    description: 'Open an account, log in and out, delete the account. V1 envelope.',
  },
  { name: 'Profile', description: 'What users say about themselves. V1 envelope.' },
  { name: 'Phone number', description: 'Verify a phone number by SMS. V1 envelope.' },
  { name: 'MCQ stats', description: 'Daily counts of attempts, for offline apps. V1 envelope.' },
  { name: 'Reports', description: 'Issues with content. V1 envelope.' },
  {
    name: 'Portal',
    description:
      'The same users, in the form that the student society’s portal uses. Portal envelope.',
  },
  { name: 'Monitoring', description: 'Checks from outside. V1 envelope.' },
] as const

type Tag = (typeof tags)[number]['name']
type Input<S> = S extends z.core.$ZodType ? z.input<S> : never
type Settings = Readonly<Record<NumberSetting, number>>

/** The documentation of a route, which docs/openapi.json (the API document) shows in addition to its contract. */
export interface RouteDocs<R extends Route = Route> {
  /** The route's name in generated clients, e.g. `updateUserInfo`. */
  readonly operationId: string
  readonly tag: Tag
  /** Markdown. To quote limits, a description is a function of the stage's settings. */
  readonly description: string | ((settings: Settings) => string)
  /** Example bodies by name. */
  readonly requests?: Readonly<Record<string, Input<R['body']>>>
  /** An example of what the handler returns, before the envelope. For a page: the `data` of the page. */
  readonly response: z.output<R['response']>
  readonly pagination?: Pagination
  /**
   * Descriptions of the response's fields, if its schema belongs to this route alone. The schema becomes a
   * component of the document, e.g. `GetNameData`.
   */
  readonly fields?: FieldsDocs<z.input<R['response']>>
  /** Errors that have a more specific meaning on this route than on others. */
  readonly errors?: readonly ErrorDocs[]
}

/**
 * Declares the documentation of a route, in `<route file>.docs.ts` beside the route's file. The types
 * check its examples against the contract. Only infra/docs loads these files.
 */
export function describeRoute<R extends Route>(_route: R, docs: RouteDocs<R>): RouteDocs<R> {
  return docs
}
