import type { Resource, Setting } from './config.ts'

/** An AWS action as in an IAM policy, e.g. `dynamodb:GetItem`. */
export type Action = `${string}:${string}`

/**
 * The AWS actions of a function by resource, e.g. `{usersTable: ['dynamodb:GetItem']}`. Its IAM policy
 * allows these and nothing else. `<table>/index` means the table's indexes, `<bucket>/objects` the
 * bucket's objects, and `sms` all phone numbers but no topic.
 */
export type Uses = {
  readonly [R in
    | Resource
    | `${Resource}/index`
    | 'picturesBucket/objects'
    | 'sms']?: readonly Action[]
}

/** The declaration of a route or worker, from which its permissions and environment are derived. */
export interface FunctionContract {
  /** One line for the documentation. */
  readonly summary: string
  readonly uses: Uses
  /** The settings of the stage that it reads. */
  readonly settings?: readonly Setting[]
  /** Memory in MB. Lambda's share of CPU grows with it; `npm run tune` measures what it brings. @default 512 */
  readonly memoryMb?: number
  /** Packages with native binaries: installed beside the bundle instead of bundled. */
  readonly nativePackages?: readonly string[]
}
