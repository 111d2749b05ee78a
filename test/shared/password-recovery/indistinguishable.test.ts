import { expect, test } from 'vitest'
import { dynamo } from '../../../shared/aws/dynamodb-client.ts'
import { sqs } from '../../../shared/aws/queue.ts'
import { sns } from '../../../shared/aws/sms.ts'
import { freshEmail } from '../../support/accounts.ts'
import { direct } from '../../support/drivers.ts'
import { openAccount } from '../../support/open-account.ts'
import { freshPhone, wrongOtps } from '../../support/phones.ts'
import {
  byPhone,
  deliver,
  forget,
  registerWithPhone,
  request,
  reset,
} from '../../support/recoveries.ts'
import { expectSuccess } from '../../support/responses.ts'

/** Values that differ between any two requests: hashes, times, ids. */
const VARIES = /^(proof|identifierHash|ClientRequestToken|MessageBody|pk|:.*|.*EndsAt|expiresAt)$/

/** The type of a value: of a DynamoDB attribute, its letter, e.g. `S`. */
function kindOf(value: unknown): string {
  return value instanceof Object ? Object.keys(value).join() : typeof value
}

/** Calls `run`. Returns its AWS calls: their commands and inputs, tables and expressions included. */
async function callsOf(run: () => Promise<unknown>): Promise<string[]> {
  const calls: string[] = []
  // The clients' middleware stacks differ only in their types.
  const stacks = [dynamo, sqs, sns].map((client) => (client as typeof dynamo).middlewareStack)
  for (const stack of stacks) {
    stack.add(
      (next, context) => async (args) => {
        const input = JSON.stringify(args.input, (name, value) =>
          VARIES.test(name) ? kindOf(value) : value,
        )
        calls.push(`${context.commandName} ${input}`)
        return await next(args)
      },
      { step: 'initialize', name: 'describe-calls' },
    )
  }
  try {
    await run()
  } finally {
    for (const stack of stacks) stack.remove('describe-calls')
  }
  return calls
}

test('forgot-password makes the same AWS calls for an account, for none, and for one without a phone', async () => {
  const { email, phone } = await registerWithPhone(direct)
  const { email: without } = await openAccount(direct)
  const bodies = [
    { email },
    { email: without },
    { email: freshEmail() },
    byPhone(phone),
    byPhone(freshPhone()),
  ]
  const calls = []
  for (const body of bodies) {
    calls.push(await callsOf(async () => expectSuccess(await forget(direct, body))))
  }
  for (const one of calls) expect(one).toEqual(calls[0])
  expect(calls[0]?.map((call) => call.split(' ')[0])).toEqual([
    'TransactWriteItemsCommand',
    'SendMessageCommand',
  ])
})

test('reset-password makes the same AWS calls for every wrong OTP, with and without an account', async () => {
  const account = await registerWithPhone(direct)
  const recoveries = [
    await request(direct, { email: account.email }),
    await request(direct, { email: freshEmail() }),
    await request(direct, { email: account.email }),
  ]
  // The last one sends no SMS.
  for (const { message } of recoveries.slice(0, 2)) expect(await deliver(message)).toEqual([])
  const guesses = recoveries.map(({ otp, oti }) => ({
    oti,
    otp: wrongOtps(otp, 1)[0] ?? '',
  }))
  // The right OTP of a recovery without an SMS is refused like a wrong one.
  const lucky = recoveries.slice(1)
  const calls = []
  for (const guess of [...guesses, ...lucky]) {
    calls.push(await callsOf(() => reset(direct, guess)))
  }
  for (const one of calls) expect(one).toEqual(calls[0])
  expect(calls[0]?.map((call) => call.split(' ')[0])).toEqual([
    'GetItemCommand',
    'TransactWriteItemsCommand',
    'GetItemCommand',
  ])
})
