import { setTimeout } from 'node:timers/promises'
import type { ApiResponse } from '../support/api-request.ts'
import type { CrashCase } from './crash-case.ts'
import type { Crash } from './faulty-aws.ts'
import { settleAndCheck } from './quiescence.ts'
import type { World } from './world.ts'

/** What a sweep has done, and what went wrong, in words. */
export interface SweepReport {
  readonly crashes: number
  readonly violations: string[]
}

/** No function makes as many calls to answer one request. */
const MAX_CALLS = 40
const RETRIES = 8
const PATIENCE_MS = 60_000

interface Point {
  readonly call: number
  readonly crash: Crash['crash']
}

/**
 * Crashes each case's function at each of its AWS calls, before or after the call was carried out,
 * and has the client come again as the documents tell it to. In the end all invariants must hold.
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
      // After a call is before the next one, as far as what is stored goes.
      const points: Point[] = [
        ...(call === 1 ? [{ call, crash: 'before' as const }] : []),
        { call, crash: 'after' },
      ]
      const done = []
      for (const point of points) done.push(await crashOnce(world, one, point))
      crashes += done.filter(({ isReached }) => isReached).length
      violations.push(...done.flatMap((result) => result.violations))
      if (!done.every(({ isReached }) => isReached)) break
      if (call === MAX_CALLS) throw new Error(`${one.name} makes no end of calls`)
    }
  }
  return { crashes, violations: [...violations, ...(await settleAndCheck(world))] }
}

/** Whether there was such a call to crash at, and what went wrong then. */
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
    const answer = await insist(async () => await world.call(request), isDone)
    if (!isDone(answer, true))
      violations.push(`${where}: ${answer.status} ${JSON.stringify(answer.body)}`)
  }
  const wrong = problem && (await persists(problem, () => isReached || count < call))
  if (wrong) violations.push(`${where}: ${wrong}`)
  world.aws.heal()
  return { isReached, violations }
}

/** Asks until the answer is one that the client takes for the end; answers the last one. */
async function insist(
  ask: () => Promise<ApiResponse>,
  isDone: (answer: ApiResponse, isRetry: boolean) => boolean,
): Promise<ApiResponse> {
  for (let tries = 1; ; tries++) {
    const answer = await ask()
    if (isDone(answer, tries > 1) || answer.status < 500 || tries === RETRIES) return answer
  }
}

/** A problem that does not go away: workers take their time to come again. */
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
