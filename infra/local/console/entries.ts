/** A call to AWS that a function made. */
export interface CallEntry {
  /** As in `dynamodb`. */
  readonly service: string
  /** As in `TransactWriteItems`. */
  readonly operation: string
  /** The tables, buckets or queues, by their short names. */
  readonly targets: readonly string[]
  /** Capacity units; absent where the service tells none. */
  readonly units?: number
  /** From the start of the invocation until the call came. */
  readonly afterMs: number
  readonly milliseconds: number
  /** Whether the function's permissions allow it. */
  readonly allowed: boolean
  readonly status: number
}

/** What every invocation of a function has. */
export interface InvocationEntry {
  /** The route that leads to it, or its file's name. */
  readonly function: string
  /** Present when an environment was started for it. */
  coldStartMs?: number
  readonly calls: CallEntry[]
  /** How many calls more there were than are listed. */
  moreCalls: number
}

/** A request that was answered. No body, no query, no header: secrets are in those. */
export interface RequestEntry extends Partial<InvocationEntry> {
  readonly id: string
  /** Epoch ms. */
  readonly at: number
  readonly method: string
  readonly path: string
  readonly status: number
  /** Of the answer's error: V1's code, or the portal's status. */
  readonly code?: number
  readonly message?: string
  readonly milliseconds: number
}

/** A function that was run by something other than a request. */
export interface RunEntry extends InvocationEntry {
  readonly id: string
  /** Epoch ms. */
  readonly at: number
  readonly source: 'queue' | 'stream' | 'schedule'
  /** Records that it was handed; a schedule hands none. */
  readonly records: number
  /** Records that it could not deal with. */
  readonly failed: number
  /** Whether it returned at all. */
  readonly returned: boolean
  readonly milliseconds: number
}

/** The last environment of a function that was started. */
export interface ColdStartEntry {
  readonly function: string
  /** Epoch ms. */
  readonly at: number
  readonly milliseconds: number
}
