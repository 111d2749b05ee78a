import type { IncomingHttpHeaders } from 'node:http'
import type { Caller } from './caller.ts'

/** One request of an SDK, with its whole body. */
export interface AwsCall {
  readonly method: string
  /** Path and query, as sent. */
  readonly path: string
  readonly headers: IncomingHttpHeaders
  /** Alternating names and values, in the sender's spelling, to forward them unchanged. */
  readonly rawHeaders: readonly string[]
  readonly body: Buffer
  readonly caller: Caller
  readonly account: string
  /** The region of the stack; `caller.region` is from the client's configuration. */
  readonly region: string
}

/** A response to send. `headers` is a flat list of names and values. */
export interface AwsResponse {
  readonly statusCode: number
  readonly headers: readonly string[]
  readonly body: Buffer
  /** Capacity units, where the service reports them. */
  readonly consumedCapacity?: number
}

/** One permission that a call needs. `context` has the condition keys that AWS would check, if any. */
export interface Need {
  readonly action: string
  readonly resource: string
  readonly context?: Readonly<Record<string, string>>
}

/**
 * The operation of a call and the permissions that it needs. `inParts`: a missing permission fails only a part
 * of the call, e.g. one key of DeleteObjects; `perform` skips that part and reports it. Without `needs` the
 * permissions are unknown: `problem` says why, and only the operator's access key may make the call.
 */
export type CallDescription =
  | { readonly operation: string; readonly needs: readonly Need[]; readonly inParts?: boolean }
  | { readonly operation: string; readonly needs?: undefined; readonly problem: string }

/** A refusal by the endpoint. Each service writes it in its own protocol. */
export interface Refusal {
  readonly kind: 'access denied' | 'unknown key' | 'emulator unreachable'
  readonly message: string
}

/** Sends a call to the emulator at a base URL and returns its response byte for byte. */
export type Forward = (call: AwsCall, emulatorUrl: URL) => Promise<AwsResponse>

/** Returns IAM's message when the caller lacks a permission, otherwise undefined. */
export type DenialOf = (need: Need) => string | undefined

/** The API of one AWS service at the endpoint. */
export interface AwsApi {
  /** The service's name in the `Authorization` header, as in `dynamodb`. */
  readonly signingName: string
  /** The condition keys that `Need.context` may carry. A policy with any other key is refused. */
  readonly contextKeys: readonly string[]
  describe(call: AwsCall): CallDescription
  refuse(refusal: Refusal): AwsResponse
  /**
   * Responds to an allowed call: forwards the call, or creates the response itself. `denialOf` checks
   * permissions that the call does not need but that change its response: for a missing key, S3's GetObject
   * returns 404 to a caller that may list the bucket, and 403 to any other.
   */
  perform(call: AwsCall, forward: Forward, denialOf: DenialOf): Promise<AwsResponse>
}
