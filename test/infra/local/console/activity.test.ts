import { randomBytes } from 'node:crypto'
import { SendMessageCommand } from '@aws-sdk/client-sqs'
import { describe, expect, test } from 'vitest'
import type { RequestEntry } from '../../../../infra/local/console/entries.ts'
import { type Account, register } from '../../../support/accounts.ts'
import type { ApiResponse } from '../../../support/api-request.ts'
import { attemptOf } from '../../../support/attempts.ts'
import { consoleEvents, consoleSnapshot } from '../../../support/console.ts'
import { httpTo } from '../../../support/http-driver.ts'
import { openAccount } from '../../../support/open-account.ts'
import { challenge, freshPhone } from '../../../support/phones.ts'
import { queues, stack } from '../../../support/stack.ts'

const http = httpTo(stack.apiUrl)

/** Returns the entry of the request with this response. */
async function entryOf({ headers }: ApiResponse): Promise<RequestEntry> {
  const { requests } = await consoleSnapshot(stack.apiUrl)
  const found = requests.find(({ id }) => id === headers['apigw-requestid'])
  if (!found) throw new Error('The request is not listed')
  return found
}

function operations({ calls = [] }: RequestEntry): string[] {
  return calls.map(({ operation }) => operation)
}

describe('a request', () => {
  test('is listed with its AWS calls and their capacity units', async () => {
    const { call } = await openAccount(http)
    // The first request of a day records the use of the session as well.
    await call({ method: 'GET', path: '/auth/me' })
    const entry = await entryOf(await call({ method: 'GET', path: '/auth/me?x=1' }))
    expect(entry).toMatchObject({
      method: 'GET',
      path: '/auth/me',
      status: 200,
      function: 'GET /auth/me',
    })
    expect(entry.calls).toEqual([
      {
        service: 'dynamodb',
        operation: 'GetItem',
        targets: ['Users'],
        units: 1,
        afterMs: expect.any(Number),
        milliseconds: expect.any(Number),
        allowed: true,
        status: 200,
      },
      // The feature flags, when their cache of 30 s has expired.
      ...(entry.calls?.length === 2 ? [expect.objectContaining({ operation: 'GetItem' })] : []),
    ])
    const [made] = entry.calls ?? []
    expect(entry.milliseconds).toBeGreaterThan((made?.afterMs ?? 0) + (made?.milliseconds ?? 0))
  })

  test('has only its own calls while others run on the same function', async () => {
    const accounts = await Promise.all(Array.from({ length: 4 }, () => openAccount(http)))
    const body = { attempt_number: 2 }
    const fails = { attempt_number: 0 }
    const send = ({ call }: Account, sent: object) =>
      call({ method: 'PATCH', path: '/users/info', body: sent })
    const responses = await Promise.all(
      accounts.flatMap((one) => [send(one, body), send(one, fails), send(one, body)]),
    )
    for (const response of responses) {
      // On a busy machine the SDK repeats a call that took longer than a second.
      const made = new Set(operations(await entryOf(response)))
      made.delete('GetItem')
      expect([...made]).toEqual(response.status === 422 ? [] : ['UpdateItem'])
    }
  })

  test('has the code of its error, in both envelopes', async () => {
    const v1 = await http.call({ method: 'GET', path: '/auth/me' })
    expect(await entryOf(v1)).toMatchObject({ status: 401, code: 1001, message: 'Unauthorized' })
    const portal = await http.call({ method: 'GET', path: '/app/api/v1/user' })
    expect(await entryOf(portal)).toMatchObject({ status: 401, code: 401 })
  })

  test('is listed also when it reached no function', async () => {
    const response = await http.call({ method: 'GET', path: `/users?x=${'x'.repeat(11_000)}` })
    expect(await entryOf(response)).toMatchObject({ path: '/users', status: 431 })
    expect(await entryOf(response)).not.toHaveProperty('calls')
  })
})

test('a run of a worker is published with its records and calls', async () => {
  const { id } = await openAccount(http)
  const events = consoleEvents(stack.apiUrl)
  await events.next()
  await queues.send(
    new SendMessageCommand({
      QueueUrl: stack.mcqAttemptsQueueUrl,
      MessageBody: JSON.stringify(attemptOf(id)),
      MessageGroupId: id,
      MessageDeduplicationId: id,
    }),
  )
  const expected = {
    source: 'queue',
    function: 'RecordMcqAttempts',
    records: 1,
    failed: 0,
    returned: true,
    calls: ['BatchGetItem', 'TransactWriteItems'].map((operation) => {
      return expect.objectContaining({ operation })
    }),
  }
  for await (const { type, entry } of events) {
    // Other test files send messages to the workers at the same time: those runs are skipped.
    if (type === 'run' && expect.objectContaining(expected).asymmetricMatch(entry)) break
  }
})

test('requests and runs contain no body, no token and no OTP', async () => {
  const canary = randomBytes(8).toString('hex')
  const account = await register(http, { name: { first_name: canary } })
  const value = freshPhone()
  const { otp, oti } = await challenge(account, value)
  await http.call({ method: 'GET', path: `/auth/me?token=${account.token}` })
  const { requests, runs } = await consoleSnapshot(stack.apiUrl)
  const shown = JSON.stringify([requests, runs])
  for (const secret of [canary, account.token, account.email, value, otp, oti]) {
    expect(shown).not.toContain(secret)
  }
})

test('the last 200 requests are kept, and the last cold start of each function', async () => {
  for (let sent = 0; sent < 201; sent += 20) {
    await Promise.all(Array.from({ length: 20 }, () => http.call({ method: 'GET', path: '/' })))
  }
  const { requests, coldStarts } = await consoleSnapshot(stack.apiUrl)
  expect(requests).toHaveLength(200)
  const names = coldStarts.map((started) => started.function)
  expect(names).toContain('$default')
  expect(new Set(names).size).toBe(names.length)
})
