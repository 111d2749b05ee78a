import { describe, expect, test } from 'vitest'
import { DAY_MS } from '../../../shared/time.ts'
import { type Account, callAs } from '../../support/accounts.ts'
import { expectError } from '../../support/answers.ts'
import { openAccount } from '../../support/attempts.ts'
import { direct } from '../../support/drivers.ts'
import { afterCall, interrupted, timeOut, withFault } from '../../support/faults.ts'
import { recordCalls } from '../../support/recorded-calls.ts'
import { storeDays } from '../../support/stored-days.ts'
import { expectPage, sync } from '../../support/sync.ts'

const strangerTo = (account: Account): Account => ({
  ...account,
  call: callAs(direct, `${account.token.slice(0, -4)}AAAA`),
})

describe('a page that is read beside the session check', () => {
  test('is told to nobody who does not pass, nor why it cannot be read', async () => {
    const stranger = strangerTo(await openAccount(direct))
    expectError(await sync(stranger), 401, 1001)
    expectError(await sync(stranger, { next_cursor: 'bm8=' }), 401, 1001)
    const fault = { command: 'QueryCommand', error: timeOut() }
    expectError(await withFault(fault, () => sync(stranger)), 401, 1001)
  })

  test('is a 503 when it cannot be read, or the session cannot', async () => {
    const account = await openAccount(direct)
    for (const command of ['QueryCommand', 'GetItemCommand']) {
      const answer = await withFault({ command, error: timeOut() }, () => sync(account))
      expectError(answer, 503, 1009)
    }
  })

  test('takes one read for who does not pass, however many it takes', async () => {
    const account = await openAccount(direct)
    // Of the first read's rows none is asked for.
    await storeDays(account.id, 60)
    const asked = { sync_from_epoch_ms: DAY_MS * 59, limit: 1 }
    expect(expectPage(await sync(account, asked)).data).toHaveLength(1)
    expect(await reads(() => sync(account, asked))).toBe(2)
    const stranger = strangerTo(account)
    // The session check waits until the page could have been read on.
    const { promise: isRead, resolve } = Promise.withResolvers<void>()
    const checkedLate = () =>
      interrupted(
        'GetItemCommand',
        () => isRead,
        async () => expectError(await sync(stranger, asked), 401, 1001),
      )
    const reading = () => afterCall('QueryCommand', () => Promise.resolve(resolve()), checkedLate)
    expect(await reads(reading)).toBe(1)
  })
})

async function reads(run: () => Promise<unknown>): Promise<number> {
  return (await recordCalls(run)).filter((name) => name === 'QueryCommand').length
}
