import { describe, expect, test } from 'vitest'
import { DAY_MS } from '../../../shared/time.ts'
import { type Account, callAs } from '../../support/accounts.ts'
import { direct } from '../../support/drivers.ts'
import { afterCall, interrupted, timeOut, withFault } from '../../support/faults.ts'
import { openAccount } from '../../support/open-account.ts'
import { recordCalls } from '../../support/recorded-calls.ts'
import { expectError } from '../../support/responses.ts'
import { storeDays } from '../../support/stored-days.ts'
import { expectPage, sync } from '../../support/sync.ts'

const strangerTo = (account: Account): Account => ({
  ...account,
  call: callAs(direct, `${account.token.slice(0, -4)}AAAA`),
})

describe('a page that is read in parallel with authentication', () => {
  test('is not returned to an unauthenticated caller, nor the error of reading it', async () => {
    const stranger = strangerTo(await openAccount(direct))
    expectError(await sync(stranger), 401, 1001)
    expectError(await sync(stranger, { next_cursor: 'bm8=' }), 401, 1001)
    const fault = { command: 'QueryCommand', error: timeOut() }
    expectError(await withFault(fault, () => sync(stranger)), 401, 1001)
  })

  test('is a 503 when the page or the session cannot be read', async () => {
    const account = await openAccount(direct)
    for (const command of ['QueryCommand', 'GetItemCommand']) {
      const response = await withFault({ command, error: timeOut() }, () => sync(account))
      expectError(response, 503, 1009)
    }
  })

  test('stops after one read for an unauthenticated caller, even if the page needs more reads', async () => {
    const account = await openAccount(direct)
    // The first read returns no requested row.
    await storeDays(account.id, 60)
    const query = { sync_from_epoch_ms: DAY_MS * 59, limit: 1 }
    expect(expectPage(await sync(account, query)).data).toHaveLength(1)
    expect(await reads(() => sync(account, query))).toBe(2)
    const stranger = strangerTo(account)
    // Authentication waits until a second read could have started.
    const { promise: isRead, resolve } = Promise.withResolvers<void>()
    const checkedLate = () =>
      interrupted(
        'GetItemCommand',
        () => isRead,
        async () => expectError(await sync(stranger, query), 401, 1001),
      )
    const reading = () => afterCall('QueryCommand', () => Promise.resolve(resolve()), checkedLate)
    expect(await reads(reading)).toBe(1)
  })
})

async function reads(run: () => Promise<unknown>): Promise<number> {
  return (await recordCalls(run)).filter((name) => name === 'QueryCommand').length
}
