import type { IncomingHttpHeaders } from 'node:http'
import type { Caller } from './caller.ts'

/** One request of an SDK, read to its end. */
export interface AwsCall {
  readonly method: string
  /** Path and query, as sent. */
  readonly path: string
  readonly headers: IncomingHttpHeaders
  /** Name, value, name, value …, in the sender's spelling: what is forwarded. */
  readonly rawHeaders: readonly string[]
  readonly body: Buffer
  readonly caller: Caller
  readonly account: string
  /** The stack's region; `caller.region` is the one that the client was set up with. */
  readonly region: string
}

/** An answer ready to be written. `headers` is a flat list of names and values. */
export interface AwsReply {
  readonly statusCode: number
  readonly headers: readonly string[]
  readonly body: Buffer
  /** Capacity units, where the service told. */
  readonly consumedCapacity?: number
}

/** One permission that a call needs. `context` holds the service's condition keys, if it sends any. */
export interface Need {
  readonly action: string
  readonly resource: string
  readonly context?: Readonly<Record<string, string>>
}

/**
 * What a call is and needs. With `inParts`, a need that is not met costs its part and not the call:
 * `perform` leaves it out and says so. Without `needs` the service file cannot tell, and `problem` says why:
 * then only the operator may call.
 */
export type CallDescription =
  | { readonly operation: string; readonly needs: readonly Need[]; readonly inParts?: boolean }
  | { readonly operation: string; readonly needs?: undefined; readonly problem: string }

/** A refusal by the endpoint itself, which each service words in its own protocol. */
export interface Refusal {
  readonly kind: 'access denied' | 'unknown key' | 'emulator unreachable'
  readonly message: string
}

/** Sends a call to the emulator at a base URL and returns its answer byte for byte. */
export type Forward = (call: AwsCall, emulatorUrl: URL) => Promise<AwsReply>

/** Why the caller may not have this permission, in IAM's words; undefined when it may. */
export type DenialOf = (need: Need) => string | undefined

/**
 * One AWS service behind the endpoint: a file that implements this, and its line in `services`.
 * The name under which it is registered is the signing name in the credential scope.
 */
export interface AwsService {
  /** The condition keys that `Need.context` may carry; a policy that uses another is refused. */
  readonly contextKeys: readonly string[]
  describe(call: AwsCall): CallDescription
  refuse(refusal: Refusal): AwsReply
  /**
   * Answers an allowed call, by `forward` or by itself. `denialOf` is for permissions that are not
   * needed but change the answer.
   */
  perform(call: AwsCall, forward: Forward, denialOf: DenialOf): Promise<AwsReply>
}
