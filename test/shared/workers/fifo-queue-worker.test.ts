import { expect, test } from 'vitest'
import * as z from 'zod'
import { fifoQueueWorker } from '../../../shared/workers/fifo-queue-worker.ts'
import { queueEvent } from '../../support/attempts.ts'
import { timeOut, withFault } from '../../support/faults.ts'
import { loggedLines } from '../../support/logged-lines.ts'

const deadLetterTrouble = { command: 'SendMessageCommand', error: timeOut() }

/** A worker that handles numbers in runs of two and fails on the number 13. */
function numbersWorker() {
  const handled: number[][] = []
  const worker = fifoQueueWorker({
    message: z.number(),
    toRuns: (numbers: readonly number[]) =>
      Array.from({ length: Math.ceil(numbers.length / 2) }, (_, index) =>
        numbers.slice(2 * index, 2 * index + 2),
      ),
    handle: async (run) => {
      await Promise.resolve()
      if (run.includes(13)) throw new Error('Thirteen')
      handled.push(run)
    },
    deadLetters: 'attemptsDeadLetters',
  })
  const handle = async (...messages: [group: string, body: unknown][]) => {
    const event = queueEvent(messages.map(([group, body]) => ({ group, body })))
    const { batchItemFailures } = await worker(event)
    return batchItemFailures.map(({ itemIdentifier }) => Number(itemIdentifier))
  }
  return { handled, handle }
}

test('a group is handled in order, in runs', async () => {
  const { handled, handle } = numbersWorker()
  expect(await handle(['a', 1], ['a', 2], ['a', 3])).toEqual([])
  expect(handled).toEqual([[1, 2], [3]])
})

test('from the first failure on, all messages of its group fail and none of another group', async () => {
  const { handled, handle } = numbersWorker()
  const failed = await handle(['a', 1], ['b', 5], ['a', 2], ['a', 13], ['b', 6], ['a', 4], ['a', 7])
  expect(failed).toEqual([3, 5, 6])
  expect(handled.toSorted()).toEqual([
    [1, 2],
    [5, 6],
  ])
})

test('malformed messages are acknowledged, and the messages after them are handled', async () => {
  const { handled, handle } = numbersWorker()
  expect(await handle(['a', 'x'], ['a', 1], ['a', '{'], ['a', 2])).toEqual([])
  expect(handled).toEqual([[1, 2]])
})

test('malformed messages are acknowledged beside a failed run', async () => {
  const { handle } = numbersWorker()
  expect(await handle(['a', 'x'], ['a', 13], ['a', null])).toEqual([1])
})

test('a malformed message that cannot be moved fails alone and is logged, and the messages after it are handled', async () => {
  const { handled, handle } = numbersWorker()
  loggedLines.length = 0
  const failed = await withFault(deadLetterTrouble, () =>
    handle(['a', 'x'], ['a', 1], ['a', '{'], ['a', 2]),
  )
  expect(failed).toEqual([0, 2])
  expect(handled).toEqual([[1, 2]])
  const errors = loggedLines.map((line) => JSON.parse(line))
  const unmoved = errors.filter(({ message }) => message === 'Record failed')
  expect(unmoved.map(({ record_id, error }) => [record_id, error.name]).toSorted()).toEqual([
    ['0', 'TimeoutError'],
    ['2', 'TimeoutError'],
  ])
})

test('a malformed message that cannot be moved, beside a failed run, is reported once', async () => {
  const { handle } = numbersWorker()
  const failed = await withFault(deadLetterTrouble, () =>
    handle(['a', 'x'], ['a', 13], ['a', null]),
  )
  expect(failed).toEqual([0, 2, 1])
})

test('a batch of only malformed messages that cannot be moved fails message by message', async () => {
  const { handled, handle } = numbersWorker()
  const failed = await withFault(deadLetterTrouble, () => handle(['a', ''], ['b', 'x']))
  expect(failed).toEqual([0, 1])
  expect(handled).toEqual([])
})
