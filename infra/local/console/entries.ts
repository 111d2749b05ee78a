/** An AWS call of a function. */
export interface CallEntry {
  /** For example `dynamodb`. */
  readonly service: string
  /** For example `TransactWriteItems`. */
  readonly operation: string
  /** Labels of the tables, buckets or queues. */
  readonly targets: readonly string[]
  /** Capacity units; absent where the service reports none. */
  readonly units?: number
  /** From the start of the invocation to the start of the call. */
  readonly afterMs: number
  readonly milliseconds: number
  /** Whether the function's permissions allow it. */
  readonly allowed: boolean
  readonly status: number
}

/** The parts that every invocation has. */
export interface InvocationEntry {
  /** Label of the function. */
  readonly function: string
  /** Present when a new environment was started for the invocation. */
  coldStartMs?: number
  readonly calls: CallEntry[]
  /** The number of calls that are not in `calls`. */
  moreCalls: number
}

/** A request with its response. Body, query and headers are left out: `RequestDetails` has them. */
export interface RequestEntry extends Partial<InvocationEntry> {
  readonly id: string
  /** Epoch ms. */
  readonly at: number
  readonly method: string
  readonly path: string
  readonly status: number
  /** Code and message of the error that the response's body reports. */
  readonly code?: number
  readonly message?: string
  readonly milliseconds: number
  /** Whether the console hides it at first. */
  readonly isAsset?: boolean
}

/** An invocation that was not caused by a request. */
export interface RunEntry extends InvocationEntry {
  readonly id: string
  /** Epoch ms. */
  readonly at: number
  readonly source: 'queue' | 'stream' | 'schedule'
  /** The number of records in the event; 0 for a schedule. */
  readonly records: number
  /** The number of records that failed. */
  readonly failed: number
  /** Whether the function returned a result. */
  readonly returned: boolean
  readonly milliseconds: number
}

/** The most recent cold start of a function. */
export interface ColdStartEntry {
  readonly function: string
  /** Epoch ms. */
  readonly at: number
  readonly milliseconds: number
}
