import { setTimeout } from 'node:timers/promises'
import type { AwsResponse } from '../../infra/local/endpoint/aws-api.ts'
import type { AllowedCall, WrapCall } from '../../infra/local/endpoint/handle-call.ts'
import { Random } from '../support/random.ts'
import { type FaultKind, isPossible, LATE_MS, refusalOf, withConflict } from './fault-replies.ts'

/** An AWS call of a function, with its number among the function's calls since the plan began. */
export interface CountedCall extends AllowedCall {
  readonly functionName: string
  /** From 1. */
  readonly count: number
}

/** Chooses the fault of a call; undefined for none. */
export type FaultPlan = (call: CountedCall) => FaultKind | Crash | undefined

/** Ends the function before or after the call is carried out. */
export interface Crash {
  readonly crash: 'before' | 'after'
}

/** A call, with what the invariants need of it. */
export interface ObservedCall {
  /** Epoch ms of its response. */
  readonly at: number
  readonly functionName: string
  readonly service: string
  readonly operation: string
  readonly body: Buffer
  readonly fault?: string
  /** Whether it reached the emulator. */
  readonly performed: boolean
  /** The emulator's HTTP status; 0 when the call did not reach it. */
  readonly statusCode: number
}

/** An injected fault, with the time it took effect: ms of this process's clock. */
export interface Injection {
  readonly at: number
  readonly functionName: string
  readonly operation: string
  readonly fault: FaultKind | `crash ${Crash['crash']}` | 'stall'
}

/** Longer than the request timeouts of the clients: 1 s for DynamoDB, 3 s for S3 and SNS. */
const SLOW_MS: Readonly<Record<string, number>> = { dynamodb: 1_200, s3: 3_300, sns: 3_300 }
/** Calls by which Lambda, not the function, polls a stream. */
const POLLED = /^(DescribeStream|GetShardIterator|GetRecords)$/

/** Injects the faults of a plan into the AWS calls of functions, and records all calls. */
export class FaultyAws {
  readonly calls: ObservedCall[] = []
  readonly injections: Injection[] = []
  readonly #crash: (functionName: string) => Promise<void>
  readonly #counts = new Map<string, number>()
  #plan: FaultPlan = () => undefined
  /** Calls in progress, also those that no function waits for any more. */
  #underWay = 0

  constructor(crash: (functionName: string) => Promise<void>) {
    this.#crash = crash
  }

  /** Follows another plan from the next call on. */
  follow(plan: FaultPlan): void {
    this.#counts.clear()
    this.#plan = plan
  }

  /** Injects no more faults. */
  heal(): void {
    this.follow(() => undefined)
  }

  /** Whether calls are in progress, also those that no function waits for any more. */
  get isBusy(): boolean {
    return this.#underWay > 0
  }

  /** The `wrapCall` option of the local stack. */
  readonly around: WrapCall = async (call, perform) => {
    const { functionName } = call
    const isOwn =
      functionName !== undefined && call.service !== 'sqs' && !POLLED.test(call.operation)
    if (!isOwn) return await perform()
    const count = (this.#counts.get(functionName) ?? 0) + 1
    this.#counts.set(functionName, count)
    const counted: CountedCall = { ...call, functionName, count }
    const planned = this.#plan(counted)
    const possible = typeof planned === 'string' && !isPossible(planned, call) ? undefined : planned
    this.#underWay += 1
    try {
      return await this.#respond(counted, possible, perform)
    } finally {
      this.#underWay -= 1
    }
  }

  async #respond(
    call: CountedCall,
    planned: FaultKind | Crash | undefined,
    perform: () => Promise<AwsResponse>,
  ): Promise<AwsResponse | undefined> {
    if (typeof planned === 'object') return await this.#end(call, planned, perform)
    const done = async () => await this.#perform(call, planned, perform)
    if (planned === undefined) return await done()
    this.#inject(call, planned)
    switch (planned) {
      case 'drop after':
        await done()
        return undefined
      case 'slow':
        await setTimeout(SLOW_MS[call.service] ?? 0)
        return await done()
      case 'late':
        await setTimeout(LATE_MS)
        return await done()
      case 'mixed conflict':
        return withConflict(await done())
      case 'hang':
        this.#observe(call, planned)
        await setTimeout(60_000, undefined, { ref: false })
        return undefined
      case 'drop before':
        this.#observe(call, planned)
        return undefined
      default:
        this.#observe(call, planned)
        return refusalOf(planned, call)
    }
  }

  async #end(call: CountedCall, { crash }: Crash, perform: () => Promise<AwsResponse>) {
    const fault = `crash ${crash}` as const
    if (crash === 'after') await this.#perform(call, fault, perform)
    else this.#observe(call, fault)
    // Recorded only now: the crash also ends requests that began after this call.
    this.#inject(call, fault)
    await this.#crash(call.functionName)
    return undefined
  }

  async #perform(
    call: CountedCall,
    fault: string | undefined,
    perform: () => Promise<AwsResponse>,
  ): Promise<AwsResponse> {
    const reply = await perform()
    this.#observe(call, fault, reply)
    return reply
  }

  #inject({ functionName, operation }: CountedCall, fault: Injection['fault']): void {
    this.injections.push({ at: performance.now(), functionName, operation, fault })
  }

  #observe(call: CountedCall, fault: string | undefined, reply?: AwsResponse): void {
    const { functionName, service, operation, body } = call
    const about = { at: Date.now(), functionName, service, operation, body, fault }
    this.calls.push({
      ...about,
      performed: reply !== undefined,
      statusCode: reply?.statusCode ?? 0,
    })
  }
}

/**
 * A plan in which one call in `oneIn` meets one of these faults. The fault follows only from the seed
 * and the call's function, operation and number, so a seed repeats whatever runs at the same time.
 */
export function randomFaults(
  seed: number,
  oneIn: number,
  kinds: readonly (FaultKind | Crash)[],
): FaultPlan {
  return ({ functionName, operation, count }) => {
    const random = new Random(hashOf(`${seed} ${functionName} ${operation} ${count}`))
    return random.below(oneIn) === 0 ? random.pick(kinds) : undefined
  }
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash >>> 0
}
