import { setTimeout } from 'node:timers/promises'
import type { ApiResponse } from '../support/api-request.ts'
import type { CrashCase } from './crash-case.ts'
import type { Crash } from './faulty-aws.ts'
import { settleAndCheck } from './quiescence.ts'
import type { World } from './world.ts'

/** The number of crashes, and a description of each violation. */
export interface SweepReport {
  readonly crashes: number
  readonly violations: string[]
}

/** More calls than any function makes in one invocation. */
const MAX_CALLS = 40
const RETRIES = 8
const PATIENCE_MS = 60_000

interface Point {
  readonly call: number
  readonly crash: Crash['crash']
}

/**
 * Crashes each case's function at each of its AWS calls, before and after the call was carried out,
 * while the client retries as the documents say. Afterwards all invariants must hold.
 */
export async function sweepCrashes(
  world: World,
  cases: readonly CrashCase[],
): Promise<SweepReport> {
  world.forget()
  const violations: string[] = []
  let crashes = 0
  for (const one of cases) {
    for (let call = 1; ; call++) {
      // A crash after a call leaves the same state as one before the next call.
      const points: Point[] = [
        ...(call === 1 ? [{ call, crash: 'before' as const }] : []),
        { call, crash: 'after' },
      ]
      const done = []
      for (const point of points) done.push(await crashOnce(world, one, point))
      crashes += done.filter(({ isReached }) => isReached).length
      violations.push(...done.flatMap((result) => result.violations))
      if (!done.every(({ isReached }) => isReached)) break
      if (call === MAX_CALLS) throw new Error(`${one.name} makes more than ${MAX_CALLS} calls`)
    }
  }
  return { crashes, violations: [...violations, ...(await settleAndCheck(world))] }
}

/** Crashes at one point. Returns whether there was such a call, and the violations. */
async function crashOnce(
  world: World,
  { name, function: part, prepare }: CrashCase,
  { call, crash }: Point,
): Promise<{ isReached: boolean; violations: string[] }> {
  const { request, wake, isDone = () => true, problem } = await prepare(world)
  const functionName = world.functionOf(part)
  let count = 0
  let isReached = false
  world.aws.follow((made) => {
    if (made.functionName !== functionName || ++count !== call || isReached) return undefined
    isReached = true
    return { crash }
  })
  const where = `${name}, crashed ${crash} call ${call}`
  const violations: string[] = []
  await wake?.()
  if (request) {
    const response = await insist(async () => await world.call(request), isDone)
    if (!isDone(response, true))
      violations.push(`${where}: ${response.status} ${JSON.stringify(response.body)}`)
  }
  const wrong = problem && (await persists(problem, () => isReached || count < call))
  if (wrong) violations.push(`${where}: ${wrong}`)
  world.aws.heal()
  return { isReached, violations }
}

/** Repeats a request until the client is done. Returns the last response. */
async function insist(
  ask: () => Promise<ApiResponse>,
  isDone: (response: ApiResponse, isRetry: boolean) => boolean,
): Promise<ApiResponse> {
  for (let tries = 1; ; tries++) {
    const response = await ask()
    if (isDone(response, tries > 1) || response.status < 500 || tries === RETRIES) return response
  }
}

/**
 * Checks for a problem until there is none and the work is over, because a worker may take a while to
 * retry. Returns the problem that is still there when the time is up.
 */
async function persists(
  problem: () => Promise<string | undefined>,
  isOver: () => boolean,
): Promise<string | undefined> {
  const deadline = Date.now() + PATIENCE_MS
  for (;;) {
    const wrong = await problem()
    if ((!wrong && isOver()) || Date.now() > deadline) return wrong
    await setTimeout(50)
  }
}
