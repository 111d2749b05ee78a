import type { IncomingHttpHeaders } from 'node:http'
import type { Caller } from './caller.ts'

/** One request of an SDK, with its whole body. */
export interface AwsCall {
  readonly method: string
  /** Path and query, as sent. */
  readonly path: string
  readonly headers: IncomingHttpHeaders
  /** Name, value, name, value …, in the sender's spelling, to be forwarded unchanged. */
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

/** One permission that a call needs. `context` holds the condition keys that the service sends, if any. */
export interface Need {
  readonly action: string
  readonly resource: string
  readonly context?: Readonly<Record<string, string>>
}

/**
 * The operation of a call and the permissions that it needs. With `inParts`, a missing permission
 * fails only its part of the call: `perform` skips that part and reports it. Without `needs` the
 * permissions are not known: `problem` says why, and only the operator's access key may make the call.
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
  /** The service's name in the credential scope, as in `dynamodb`. */
  readonly signingName: string
  /** The condition keys that `Need.context` may carry. A policy with any other key is refused. */
  readonly contextKeys: readonly string[]
  describe(call: AwsCall): CallDescription
  refuse(refusal: Refusal): AwsResponse
  /**
   * Responds to an allowed call: forwards it, or makes the response itself. `denialOf` checks further
   * permissions, which the call does not need but which change its response: S3's GetObject returns 404
   * for a missing key, and 403 to a caller that may not list the bucket.
   */
  perform(call: AwsCall, forward: Forward, denialOf: DenialOf): Promise<AwsResponse>
}
