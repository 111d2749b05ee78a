import type { Resource, Setting } from './config.ts'

/** AWS actions as IAM names them. */
export type Action = `${string}:${string}`

/**
 * AWS actions by resource, e.g. `{usersTable: ['dynamodb:GetItem']}`: they become the function's policy.
 * `table/index` stands for the table's indexes. `sms` is every phone number and no topic.
 */
export type Uses = { readonly [R in Resource | `${Resource}/index` | 'sms']?: readonly Action[] }

/** What every function declares, whatever wakes it: its permissions and its environment follow from it. */
export interface FunctionContract {
  /** One line for the documentation. */
  readonly summary: string
  readonly uses: Uses
  /** The stage's values that it reads. */
  readonly settings?: readonly Setting[]
  /** MB; a Lambda's share of the processor grows with it. @default 512 */
  readonly memoryMb?: number
}
