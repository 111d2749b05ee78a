import { SendMessageBatchCommand } from '@aws-sdk/client-sqs'
import { expect, test } from 'vitest'
import type { Attempt } from '../../shared/mcq-stats/attempt.ts'
import { APRIL_28, APRIL_29, attemptOf, attemptsOfDay, openAccount } from '../support/attempts.ts'
import { drivers } from '../support/drivers.ts'
import { queues, stack } from '../support/stack.ts'
import { expectPage, sync } from '../support/sync.ts'

const http = drivers.find(({ name }) => name === 'HTTP')
if (!http) throw new Error('There is no HTTP driver')

async function send(messages: readonly { group: string; id: string; body: unknown }[]) {
  const { Failed = [] } = await queues.send(
    new SendMessageBatchCommand({
      QueueUrl: stack.mcqAttemptsQueueUrl,
      Entries: messages.map(({ group, id, body }, index) => ({
        Id: String(index),
        MessageBody: JSON.stringify(body),
        MessageGroupId: group,
        MessageDeduplicationId: id,
      })),
    }),
  )
  expect(Failed).toEqual([])
}
const toMessage = (body: Attempt) => ({ group: body.user_id, id: body.attempt_id, body })

test('an attempt that is put into the queue is what the sync answers', async () => {
  const account = await openAccount(http)
  const late = attemptsOfDay(
    account.id,
    APRIL_29,
    { total: 5, correct: 4 },
    { total: 2, correct: 1 },
  )
  const early = attemptsOfDay(account.id, APRIL_28, { total: 3, correct: 2 })
  await send([...late, ...early].map(toMessage))
  const rows = async () => expectPage(await sync(account)).data
  await expect.poll(rows, { timeout: 20_000 }).toMatchObject([
    { day_start_epoch_ms: APRIL_29, first_attempt_total: 5, reattempt_total: 2 },
    { day_start_epoch_ms: APRIL_28, overall_total: 3, overall_correct: 2 },
  ])
})

test('a message that is no attempt holds up nobody else', async () => {
  const [one, other] = [await openAccount(http), await openAccount(http)]
  const noAttempt = { group: one.id, id: `${one.id}-x`, body: { user_id: one.id } }
  await send([toMessage(attemptOf(one.id)), noAttempt, toMessage(attemptOf(other.id))])
  for (const account of [one, other]) {
    const total = async () => expectPage(await sync(account)).data[0]?.overall_total
    await expect.poll(total, { timeout: 20_000 }).toBe(1)
  }
})
