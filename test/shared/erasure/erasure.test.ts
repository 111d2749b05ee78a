import { SendMessageCommand } from '@aws-sdk/client-sqs'
import { describe, expect, test } from 'vitest'
import { type Account, logIn, register } from '../../support/accounts.ts'
import { attemptOf } from '../../support/attempts.ts'
import { httpTo } from '../../support/http-driver.ts'
import { plain } from '../../support/images.ts'
import { openAccount } from '../../support/open-account.ts'
import { challenge, freshPhone, link, send, verify } from '../../support/phones.ts'
import { upload } from '../../support/pictures.ts'
import { expectError, expectSuccess } from '../../support/responses.ts'
import { queues, stack, storedReports } from '../../support/stack.ts'
import { onlyTombstone, tracesOf } from '../../support/traces.ts'

// End to end: real functions with their own permissions, the real stream and the real queue.
const driver = httpTo(stack.apiUrl)
const deletion = { method: 'DELETE', path: '/users' }
const jpeg = await plain(20, 20).jpeg().toBuffer()

const report = (account: Account, comments = 'It is wrong') =>
  account.call({
    method: 'POST',
    path: '/users/report?course_id=1',
    body: {
      content_id: '60d5ec49f1b2c72e4c8b4567',
      content_type: 2,
      issue_type: 1,
      comments,
    },
  })

async function attempt(account: Account): Promise<void> {
  const message = attemptOf(account.id)
  await queues.send(
    new SendMessageCommand({
      QueueUrl: stack.mcqAttemptsQueueUrl,
      MessageBody: JSON.stringify(message),
      MessageGroupId: account.id,
      MessageDeduplicationId: message.attempt_id,
    }),
  )
}

async function isSynced(account: Account): Promise<boolean> {
  const path = '/users/mcq-daily/sync?course_id=1&sync_from_epoch_ms=0'
  return (await account.call({ method: 'GET', path })).body.data.length > 0
}

describe('a deleted account', () => {
  test('leaves nothing but its report, without its id, and a tombstone', async () => {
    const account = await openAccount(driver)
    const phone = freshPhone()
    await link(account, phone)
    expectSuccess(await upload(account, jpeg))
    const { id } = expectSuccess(await report(account))
    await attempt(account)
    await expect.poll(() => isSynced(account)).toBe(true)
    expect((await tracesOf(account.id)).length).toBeGreaterThan(5)

    expectSuccess(await account.call(deletion))
    const traces = () => tracesOf(account.id, account.email, phone)
    await expect.poll(traces, { interval: 200 }).toEqual(onlyTombstone)
    expect(await tracesOf(id)).toEqual([expect.stringContaining('It is wrong')])
    expect(await storedReports(account.id)).toEqual([])
  })

  test('has freed e-mail and phone with the 200', async () => {
    const account = await openAccount(driver)
    const phone = freshPhone()
    await link(account, phone)
    expectSuccess(await account.call(deletion))
    expectError(await logIn(driver, account), 401, 2101)
    const next = await register(driver, { email: account.email })
    await link(next, phone)
    const { phone_number } = expectSuccess(await next.call({ method: 'GET', path: '/auth/me' }))
    expect(phone_number).toEqual({ code: '+91', value: phone })
  })

  test('leaves only a tombstone even if all other routes write at the same time', async () => {
    const account = await openAccount(driver)
    const phone = freshPhone()
    const otp = await challenge(account, phone)
    const info = { method: 'PATCH', path: '/users/info', body: { attempt_number: 3 } }
    const password = { password: 'quiet-lamp-4', newPassword: 'new-test', confPassword: 'new-test' }
    const member = { method: 'PATCH', path: '/app/api/v1/user', body: { user: password } }
    const writers: (() => Promise<unknown>)[] = [
      () => account.call(info),
      () => account.call(member),
      () => upload(account, jpeg),
      () => report(account, 'While deleting'),
      () => send(account, freshPhone()),
      () => verify(account, otp),
      () => attempt(account),
      () => logIn(driver, account),
    ]
    const writing = [...writers, ...writers].map((write) => write())
    let deleted = await account.call(deletion)
    // A busy machine may exceed a timeout.
    while (deleted.status === 503) deleted = await account.call(deletion)
    const late = writers.map((write) => write())
    await Promise.all([...writing, ...late])

    // Succeeds even when the password change came first: it keeps the session that made it.
    expectSuccess(deleted)
    const traces = () => tracesOf(account.id, account.email, phone)
    await expect.poll(traces, { interval: 200 }).toEqual(onlyTombstone)
  })
})
