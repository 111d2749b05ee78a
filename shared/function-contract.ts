import type { Resource, Setting } from './config.ts'

/** AWS actions as IAM names them. */
export type Action = `${string}:${string}`

/**
 * AWS actions by resource, e.g. `{usersTable: ['dynamodb:GetItem']}`: they become the function's policy.
 * `table/index` stands for the table's indexes, `bucket/objects` for what is in it. `sms` is every
 * phone number and no topic.
 */
export type Uses = {
  readonly [R in
    | Resource
    | `${Resource}/index`
    | 'picturesBucket/objects'
    | 'sms']?: readonly Action[]
}

/** What every function declares, whatever wakes it: its permissions and its environment follow from it. */
export interface FunctionContract {
  /** One line for the documentation. */
  readonly summary: string
  readonly uses: Uses
  /** The stage's values that it reads. */
  readonly settings?: readonly Setting[]
  /** MB; a Lambda's share of the processor grows with it. @default 512 */
  readonly memoryMb?: number
  /** Packages with binaries for one platform: installed beside the bundle, not bundled. */
  readonly nativePackages?: readonly string[]
}
