import type { Resource, Setting } from './config.ts'

/** An AWS action as in an IAM policy, e.g. `dynamodb:GetItem`. */
export type Action = `${string}:${string}`

/**
 * The AWS actions of a function by resource, e.g. `{usersTable: ['dynamodb:GetItem']}`. The function's IAM
 * policy allows these and nothing else. `<table>/index` means the table's indexes, `<bucket>/objects` means
 * the bucket's objects, and `sms` means SMS to any phone number, but no SNS topic.
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
  /** The settings of the stage that the function reads. */
  readonly settings?: readonly Setting[]
  /**
   * Memory in MB. Lambda gives a function CPU in proportion to its memory. `npm run tune` measures the time
   * and price of a function at each memory size. @default 512
   */
  readonly memoryMb?: number
  /** Packages with native binaries: installed beside the bundle instead of bundled. */
  readonly nativePackages?: readonly string[]
}
