import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { inParallel } from '../../../infra/ops/in-parallel.ts'

test('returns the results in the order of the items', async () => {
  const doubled = inParallel([3, 1, 2], 2, async (ms) => {
    await setTimeout(ms)
    return ms * 2
  })
  expect(await doubled).toEqual([6, 2, 4])
})

test('after a failure, waits for the calls that run and starts no further one', async () => {
  const done: number[] = []
  const working = inParallel([0, 1, 2, 3, 4], 2, async (item) => {
    if (item === 0) throw new Error('failed')
    await setTimeout(1)
    done.push(item)
  })
  await expect(working).rejects.toThrow('failed')
  expect(done).toEqual([1])
  await setTimeout(10)
  expect(done).toEqual([1])
})
