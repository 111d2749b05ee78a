import { describe, expect, test } from 'vitest'
import { newObjectId } from '../../shared/object-id.ts'
import { takeDeadLetters } from '../support/dead-letters.ts'
import { expectError } from '../support/responses.ts'
import { expectPage, sync } from '../support/sync.ts'
import { APRIL_28, APRIL_29, attemptOf, putAttempts } from './attempt-messages.ts'
import { deployment, IN_TIME, onlyLocally, queues } from './deployment.ts'
import { anonymously, anyAccount, openAccount } from './people.ts'

describe('GET /users/mcq-daily/sync', () => {
  test('pages through the attempts that were put into the queue', async () => {
    const account = await openAccount()
    const first = attemptOf(account, APRIL_29)
    await putAttempts(
      first,
      attemptOf(account, APRIL_29, { mcq_id: first.mcq_id, is_correct: false }),
      attemptOf(account, APRIL_29, { is_correct: false }),
      attemptOf(account, APRIL_28),
    )
    const rows = async () => expectPage(await sync(account)).data
    const id = (day: number) => `${account.id}_1_${day}`
    await expect.poll(rows, IN_TIME).toEqual([
      {
        id: id(APRIL_29),
        day_start_epoch_ms: APRIL_29,
        first_attempt_total: 2,
        first_attempt_correct: 1,
        reattempt_total: 1,
        reattempt_correct: 0,
        overall_total: 3,
        overall_correct: 1,
      },
      expect.objectContaining({ id: id(APRIL_28), overall_total: 1, overall_correct: 1 }),
    ])

    const page = expectPage(await sync(account, { limit: 1 }))
    expect(page.data).toMatchObject([{ id: id(APRIL_29) }])
    expect(page.pagination).toMatchObject({ prev_cursor: null, limit: 1, has_more: true })
    const { next_cursor } = page.pagination
    const second = expectPage(await sync(account, { limit: 1, next_cursor }))
    expect(second.data).toMatchObject([{ id: id(APRIL_28) }])
    expect(second.pagination.has_more).toBe(false)
    const late = expectPage(await sync(account, { next_cursor: second.pagination.next_cursor }))
    expect(late.data).toEqual([])
    const fromApril29 = expectPage(await sync(account, { sync_from_epoch_ms: APRIL_29 }))
    expect(fromApril29.data).toMatchObject([{ id: id(APRIL_29) }])
  })

  test('is not held up by a message that is no attempt', async (context) => {
    onlyLocally(context, 'fills the dead-letter queue, whose alarm would ring')
    const [one, other] = [await openAccount(), await openAccount()]
    const noAttempt = { attempt_id: newObjectId(), user_id: one.id }
    await putAttempts(attemptOf(one, APRIL_28), noAttempt, attemptOf(other, APRIL_28))
    for (const account of [one, other]) {
      const total = async () => expectPage(await sync(account)).data[0]?.overall_total
      await expect.poll(total, IN_TIME).toBe(1)
    }
    const url = deployment.outputs.FailedMcqAttemptsQueueUrl ?? ''
    const missing = 'course_id, mcq_id, is_correct, attempted_at_epoch_ms'
    expect(await takeDeadLetters(queues, url, { userId: one.id, count: 1 })).toEqual([
      { body: JSON.stringify(noAttempt), reason: `Malformed: ${missing}` },
    ])
  })

  test.each([
    ['no course', 'sync_from_epoch_ms=0'],
    ['an unknown course', 'course_id=99&sync_from_epoch_ms=0'],
    ['no start', 'course_id=1'],
    ['101 rows', 'course_id=1&sync_from_epoch_ms=0&limit=101'],
    ['a cursor that is none', 'course_id=1&sync_from_epoch_ms=0&next_cursor=x'],
  ])('refuses %s', async (_, query) => {
    const account = await anyAccount()
    const path = `/users/mcq-daily/sync?${query}`
    expectError(await account.call({ method: 'GET', path }), 422, 1006)
  })

  test('refuses to be called without a token', async () => {
    expectError(await anonymously('GET', '/users/mcq-daily/sync'), 401, 1001)
  })
})
