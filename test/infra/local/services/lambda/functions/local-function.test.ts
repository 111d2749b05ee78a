import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { IdleLimit } from '../../../../../../infra/local/services/lambda/functions/idle-threads.ts'
import { LocalFunction } from '../../../../../../infra/local/services/lambda/functions/local-function.ts'

/** Returns the id of its thread, once the file exists that its event names. */
const HANDLER = `import { existsSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { threadId } from 'node:worker_threads'
export async function handler({ until }) {
  while (until && !existsSync(until)) await setTimeout(5)
  return threadId
}`

const LOADS_TYPESCRIPT = `export function handler() {
  return process.moduleLoadList.some((name) => name.includes('amaro'))
}`

/** An event that keeps its environment busy until `finish`. */
async function longEvent() {
  const until = join(await mkdtemp(join(tmpdir(), 'local function-')), 'done')
  return { event: { until }, finish: () => writeFile(until, '') }
}

/** Starts a function. */
async function startFunction(code = HANDLER, limit = new IdleLimit()): Promise<LocalFunction> {
  const folder = await mkdtemp(join(tmpdir(), 'local function-'))
  await writeFile(join(folder, 'index.mjs'), code)
  const started = new LocalFunction(
    {
      name: 'wait',
      arn: 'arn:aws:lambda:eu-west-1:000000000000:function:wait',
      folder,
      handler: 'index.handler',
      environment: {},
      memoryMb: 128,
      timeoutMs: 30_000,
    },
    { packagesFolder: folder, compileCache: join(folder, 'cache'), onLog: () => undefined },
    limit,
  )
  onTestFinished(() => started.close())
  return started
}

describe('the environments of a function', () => {
  afterEach(() => {
    vi.useRealTimers()
  })
  const count = (of: LocalFunction) => async () => (await of.memoryInUse()).length

  test('grow with events at the same time, and shrink to one, then to none, when no events come', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const tested = await startFunction()
    const { event, finish } = await longEvent()
    const running = [1, 2, 3].map(() => tested.invoke(event))
    await finish()
    await Promise.all(running)
    expect(await count(tested)()).toBe(3)
    vi.advanceTimersByTime(3_000)
    await expect.poll(count(tested)).toBe(1)
    vi.advanceTimersByTime(59_000)
    await expect.poll(count(tested)).toBe(1)
    vi.advanceTimersByTime(1_000)
    await expect.poll(count(tested)).toBe(0)
    expect(await tested.invoke({})).toBeGreaterThan(0)
  })

  test('are reused by the next event, which takes the one that was used last', async () => {
    const tested = await startFunction()
    const { event, finish } = await longEvent()
    const slow = tested.invoke(event)
    await tested.invoke({})
    await finish()
    const last = await slow
    expect(await tested.invoke({})).toBe(last)
    expect(await tested.invoke({})).toBe(last)
  })
  test('end when too many of all functions are idle: the longest idle first, none that is busy', async () => {
    const limit = new IdleLimit(2)
    const start = () => startFunction(HANDLER, limit)
    const [busy, ...tested] = await Promise.all([start(), start(), start(), start()])
    await busy.invoke({})
    const { event, finish } = await longEvent()
    const running = busy.invoke(event)
    const counts = async () => {
      return await Promise.all([busy, ...tested].map(async (one) => await count(one)()))
    }
    for (const one of tested) await one.invoke({})
    expect(await counts()).toEqual([1, 0, 1, 1])
    await finish()
    await running
    expect(await counts()).toEqual([1, 0, 0, 1])
  })

  test('end when the function is closed, and with them the events that run or wait', async () => {
    const tested = await startFunction()
    const { event } = await longEvent()
    const results = Promise.allSettled([1, 2, 3, 4, 5].map(() => tested.invoke(event)))
    await tested.close()
    const outcomes = (await results).map(({ status }) => status)
    expect(outcomes).toEqual(Array.from({ length: 5 }, () => 'rejected'))
    await expect(tested.invoke(event)).rejects.toThrow('The function is closed')
  })

  test('start without the converter of TypeScript, which takes 9 MB', async () => {
    const tested = await startFunction(LOADS_TYPESCRIPT)
    // The first of a new checkout fills the cache.
    await tested.invoke({})
    await tested.crash()
    expect(await tested.invoke({})).toBe(false)
  })
})
