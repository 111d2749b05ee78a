import { setTimeout } from 'node:timers/promises'
import type { AwsResponse } from '../../infra/local/endpoint/aws-api.ts'
import type { AllowedCall, WrapCall } from '../../infra/local/endpoint/handle-call.ts'
import { Random } from '../support/random.ts'
import { canBefall, type FaultKind, LATE_MS, refusalOf, withConflict } from './fault-replies.ts'

/** A function's call to AWS, and the how-manieth of its function since the plan was made. */
export interface CountedCall extends AllowedCall {
  readonly functionName: string
  /** From 1. */
  readonly count: number
}

/** Decides what befalls a call; undefined lets it pass. */
export type FaultPlan = (call: CountedCall) => FaultKind | Crash | undefined

/** Ends the function before or after the call was carried out. */
export interface Crash {
  readonly crash: 'before' | 'after'
}

/** A call that was made, as the invariants look at it. */
export interface ObservedCall {
  /** Epoch ms at which it was answered. */
  readonly at: number
  readonly functionName: string
  readonly service: string
  readonly operation: string
  readonly body: Buffer
  readonly fault?: string
  /** Whether it reached the emulator. */
  readonly performed: boolean
  /** Of the emulator; 0 where it was not asked. */
  readonly statusCode: number
}

/** A fault that was injected, and when it took effect, in ms of this process's clock. */
export interface Injection {
  readonly at: number
  readonly functionName: string
  readonly operation: string
  readonly fault: FaultKind | `crash ${Crash['crash']}` | 'stall'
}

/** Longer than any client's request time-out there is: DynamoDB's is 1 s, S3's and SNS's 3 s. */
const SLOW_MS: Readonly<Record<string, number>> = { dynamodb: 1_200, s3: 3_300, sns: 3_300 }
/** What polls a queue or a stream is Lambda's, not the function's. */
const POLLED = /^(DescribeStream|GetShardIterator|GetRecords)$/

/** Stands between the functions and AWS, does to calls what the plan says, and remembers them. */
export class FaultyAws {
  readonly calls: ObservedCall[] = []
  readonly injections: Injection[] = []
  readonly #crash: (functionName: string) => Promise<void>
  readonly #counts = new Map<string, number>()
  #plan: FaultPlan = () => undefined
  /** Calls that are still to be carried out although nobody waits for them. */
  #underWay = 0

  constructor(crash: (functionName: string) => Promise<void>) {
    this.#crash = crash
  }

  /** Follows another plan from the next call on. */
  follow(plan: FaultPlan): void {
    this.#counts.clear()
    this.#plan = plan
  }

  /** Lets everything pass. */
  heal(): void {
    this.follow(() => undefined)
  }

  /** Whether calls are still under way, also those that nobody waits for any more. */
  get isBusy(): boolean {
    return this.#underWay > 0
  }

  /** What the local stack is given. */
  readonly around: WrapCall = async (call, perform) => {
    const { functionName } = call
    const isOwn =
      functionName !== undefined && call.service !== 'sqs' && !POLLED.test(call.operation)
    if (!isOwn) return await perform()
    const count = (this.#counts.get(functionName) ?? 0) + 1
    this.#counts.set(functionName, count)
    const counted: CountedCall = { ...call, functionName, count }
    const planned = this.#plan(counted)
    const possible = typeof planned === 'string' && !canBefall(planned, call) ? undefined : planned
    this.#underWay += 1
    try {
      return await this.#answer(counted, possible, perform)
    } finally {
      this.#underWay -= 1
    }
  }

  async #answer(
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
    // Only now: it also ends what else runs by now, of requests that began after this call.
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
 * A plan in which one call in `oneIn` meets one of these faults. What befalls a call follows from the
 * seed, its function, its operation and its count alone: so a seed replays, whatever runs beside it.
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
