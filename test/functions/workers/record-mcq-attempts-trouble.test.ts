import { TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import { describe, expect, test } from 'vitest'
import { handler } from '../../../functions/workers/record-mcq-attempts.queue.ts'
import {
  APRIL_28,
  APRIL_29,
  attemptOf,
  attemptsOfDay,
  counts,
  deliver,
  queueEvent,
  storedCounts,
} from '../../support/attempts.ts'
import { leavingUnprocessed } from '../../support/batch-faults.ts'
import { type DeadLetter, takeDeadLetters } from '../../support/dead-letters.ts'
import { direct } from '../../support/drivers.ts'
import { awsError, timeOut, withFault } from '../../support/faults.ts'
import { loggedLines } from '../../support/logged-lines.ts'
import { openAccount } from '../../support/open-account.ts'
import { queues, stack } from '../../support/stack.ts'

const newUser = async () => await openAccount(direct)

describe('a message that is not a valid attempt', () => {
  test.each([
    ['no JSON', () => '{'],
    ['null', () => null],
    ['a list', (id: string) => [attemptOf(id)]],
    ['a missing id', (id: string) => ({ ...attemptOf(id), attempt_id: undefined })],
    ['an empty id', (id: string) => ({ ...attemptOf(id), attempt_id: '' })],
    ['an id with odd characters', (id: string) => ({ ...attemptOf(id), attempt_id: 'a#b' })],
    ['an endless id', (id: string) => ({ ...attemptOf(id), attempt_id: 'a'.repeat(65) })],
    ['no user', (id: string) => ({ ...attemptOf(id), user_id: 'nobody' })],
    ['an unknown course', (id: string) => ({ ...attemptOf(id), course_id: 2 })],
    ['a course in digits', (id: string) => ({ ...attemptOf(id), course_id: '1' })],
    ['no MCQ', (id: string) => ({ ...attemptOf(id), mcq_id: `${id}0` })],
    ['a result that is a number', (id: string) => ({ ...attemptOf(id), is_correct: 1 })],
    ['an unknown field', (id: string) => ({ ...attemptOf(id), points: 5 })],
    ['a part of a ms', (id: string) => attemptOf(id, { attempted_at_epoch_ms: APRIL_28 + 0.5 })],
    ['a time in seconds', (id: string) => attemptOf(id, { attempted_at_epoch_ms: 1714348800 })],
    ['a time before 1970', (id: string) => attemptOf(id, { attempted_at_epoch_ms: -1 })],
    [
      'a time more than a day ahead',
      (id: string) => attemptOf(id, { attempted_at_epoch_ms: Date.now() + 90_000_000 }),
    ],
  ])('is acknowledged and holds nothing back: %s', async (_, bodyFor) => {
    const { id } = await newUser()
    const bodies = [attemptOf(id), bodyFor(id), attemptOf(id)]
    const event = queueEvent(bodies.map((body) => ({ body, group: id })))
    expect(await handler(event)).toEqual({ batchItemFailures: [] })
    expect(await storedCounts(id)).toEqual([counts([2, 2], [0, 0])])
  })

  test('is logged with its id and the names of its fields, never with their values', async () => {
    const { id } = await newUser()
    const body = { ...attemptOf(id), mcq_id: 'secret-mcq', 'secret-key': 1 }
    loggedLines.length = 0
    await handler(queueEvent([{ body, group: id }]))
    expect(loggedLines.map((line) => JSON.parse(line))).toMatchObject([
      { level: 'ERROR', message: 'Malformed message', record_id: '0', malformed: ['mcq_id', ''] },
    ])
    expect(loggedLines.join('')).not.toMatch(/secret/)
  })
})

describe('good attempts behind three malformed ones', () => {
  /** Three malformed messages, then two attempts, with message ids that no other test uses. */
  function batchOf(id: string) {
    const bodies = ['{', { ...attemptOf(id), course_id: '1', mcq_id: 'x' }, { user_id: id, a: 1 }]
    const messages = [...bodies, attemptOf(id), attemptOf(id)].map((body) => ({ body, group: id }))
    const { Records } = queueEvent(messages)
    return { Records: Records.map((record, index) => ({ ...record, messageId: `${id}-${index}` })) }
  }

  test('are recorded in one poll, and the malformed ones are in the dead-letter queue with their reason', async () => {
    const { id } = await newUser()
    const batch = batchOf(id)
    expect(await handler(batch)).toEqual({ batchItemFailures: [] })
    expect(await storedCounts(id)).toEqual([counts([2, 2], [0, 0])])
    const [first, second, third] = batch.Records.map(({ body }) => body)
    const missing = 'attempt_id, course_id, mcq_id, is_correct, attempted_at_epoch_ms, message'
    const expected: DeadLetter[] = [
      { body: first ?? '', reason: 'Malformed: message' },
      { body: second ?? '', reason: 'Malformed: course_id, mcq_id' },
      { body: third ?? '', reason: `Malformed: ${missing}` },
    ]
    const found = await takeDeadLetters(queues, stack.failedMcqAttemptsQueueUrl, {
      userId: id,
      count: 3,
    })
    expect(found).toHaveLength(3)
    expect(found).toEqual(expect.arrayContaining(expected))
  })

  test.each([
    ['refuses them', awsError('AccessDenied')],
    ['does not respond', timeOut()],
  ])('are recorded, and the malformed ones stay in the queue, while SQS %s', async (_, error) => {
    const { id } = await newUser()
    const batch = batchOf(id)
    const outcome = await withFault({ command: 'SendMessageCommand', error }, () => handler(batch))
    const malformed = batch.Records.slice(0, 3).map(({ messageId }) => messageId)
    expect(outcome.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual(malformed)
    expect(await storedCounts(id)).toEqual([counts([2, 2], [0, 0])])
  })
})

describe('a DynamoDB failure', () => {
  const command = 'TransactWriteItemsCommand'
  const cancelled = (...codes: string[]) =>
    new TransactionCanceledException({
      message: 'x',
      $metadata: {},
      CancellationReasons: codes.map((Code) => ({ Code })),
    })

  test('retries all attempts of the affected user and no others', async () => {
    const [one, other] = [await newUser(), await newUser()]
    const batch = [attemptOf(one.id), attemptOf(other.id), attemptOf(one.id)]
    // It affects the user whose group comes first: groups are handled in parallel.
    const fault = { command, error: awsError('AccessDeniedException'), times: 1 }
    const failed = await withFault(fault, () => deliver(batch))
    expect([[0, 2], [1]]).toContainEqual(failed)
    expect(await deliver(batch)).toEqual([])
    expect(await storedCounts(one.id)).toEqual([counts([2, 2], [0, 0])])
    expect(await storedCounts(other.id)).toEqual([counts([1, 1], [0, 0])])
  })

  test('keeps the attempts recorded before it and retries all after it', async () => {
    const { id } = await newUser()
    const times = [APRIL_28, APRIL_29, APRIL_28]
    const batch = times.map((time) => attemptOf(id, { attempted_at_epoch_ms: time }))
    const fault = { command, error: timeOut(), after: 1 }
    expect(await withFault(fault, () => deliver(batch))).toEqual([1, 2])
    expect(await storedCounts(id)).toEqual([counts([1, 1], [0, 0])])
    expect(await deliver(batch)).toEqual([])
    expect(await storedCounts(id)).toEqual([counts([2, 2], [0, 0]), counts([1, 1], [0, 0])])
  })

  test.each([
    ['one response is', 1, []],
    ['all responses are', Number.POSITIVE_INFINITY, [0, 1]],
  ])('counts nothing twice when %s lost', async (_, times, expected) => {
    const { id } = await newUser()
    const batch = attemptsOfDay(id, APRIL_28, { total: 1, correct: 1 }, { total: 1, correct: 0 })
    const fault = { command, error: timeOut(), times, afterCommit: true }
    expect(await withFault(fault, () => deliver(batch))).toEqual(expected)
    expect(await deliver(batch)).toEqual([])
    expect(await storedCounts(id)).toEqual([counts([1, 1], [1, 0])])
  })

  test('is recovered by retrying a transaction that conflicted with another', async () => {
    const { id } = await newUser()
    const fault = { command, error: cancelled('None', 'TransactionConflict'), times: 3 }
    expect(await withFault(fault, () => deliver([attemptOf(id)]))).toEqual([])
    expect(await storedCounts(id)).toEqual([counts([1, 1], [0, 0])])
  })

  test('leads to another read when the head has changed, and to a retry when it keeps changing', async () => {
    const { id } = await newUser()
    const error = cancelled('None', 'ConditionalCheckFailed')
    const once = { command, error, times: 1 }
    expect(await withFault(once, () => deliver([attemptOf(id)]))).toEqual([])
    expect(await withFault({ command, error }, () => deliver([attemptOf(id)]))).toEqual([0])
    expect(await storedCounts(id)).toEqual([counts([1, 1], [0, 0])])
  })

  test('does not count a re-attempt as a first one when reads are left unprocessed', async () => {
    const { id } = await newUser()
    const given = attemptOf(id)
    await deliver([given])
    const again = attemptOf(id, { mcq_id: given.mcq_id })
    const command = 'BatchGetItemCommand'
    expect(await leavingUnprocessed(command, 9, () => deliver([again]))).toEqual([0])
    expect(await leavingUnprocessed(command, 2, () => deliver([again]))).toEqual([])
    expect(await storedCounts(id)).toEqual([counts([1, 1], [1, 1])])
  })

  test('is logged without any content of the message', async () => {
    const { id } = await newUser()
    const given = attemptOf(id)
    loggedLines.length = 0
    await withFault({ command, error: awsError('AccessDeniedException') }, () => deliver([given]))
    const logged = loggedLines.join('')
    expect(JSON.parse(logged)).toMatchObject({
      record_id: '0',
      error: { name: 'AccessDeniedException' },
    })
    expect(logged).not.toContain(given.mcq_id)
    expect(logged).not.toContain(id)
  })
})
