import { expect, test } from 'vitest'
import { deleteOtpsOf } from '../../../shared/otps/otps-table.ts'
import { issueRecoveryCode } from '../../../shared/password-recovery/issue-recovery-code.ts'
import { direct, drivers } from '../../support/drivers.ts'
import { openAccount } from '../../support/open-account.ts'
import { challenge, freshPhone, verify } from '../../support/phones.ts'
import { deliver, registerWithPhone, request, reset } from '../../support/recoveries.ts'
import { expectError, expectSuccess } from '../../support/responses.ts'
import { stolenOtpsTable, storedOtps } from '../../support/stack.ts'

test('deleting the OTPs of a user deletes all of theirs and nothing of others', async () => {
  const [account, other] = [await openAccount(direct), await openAccount(direct)]
  const own = await challenge(account, freshPhone())
  expectError(await verify(account, { ...own, value: freshPhone() }), 400, 2002)
  const others = await challenge(other, freshPhone())
  expect((await storedOtps(account.id)).length).toBeGreaterThan(1)
  await deleteOtpsOf(account.id)
  expect(await storedOtps(account.id)).toEqual([])
  expectError(await verify(account, own), 400, 2008)
  expectSuccess(await verify(other, others))
  await deleteOtpsOf(account.id)
})

test.each(drivers)(
  'deleting a user over $name removes their items from the OTPs table',
  async (driver) => {
    const account = await openAccount(driver)
    await challenge(account, freshPhone())
    expectSuccess(await account.call({ method: 'DELETE', path: '/users' }))
    await expect.poll(() => storedOtps(account.id)).toEqual([])
  },
)

test('deleting the OTPs of a user deletes their recoveries, which are stored by OTI', async () => {
  const [account, other] = [await registerWithPhone(direct), await registerWithPhone(direct)]
  await issueRecoveryCode(account.id)
  for (const { email } of [account, other]) await requestAndDeliver(email)
  const others = await requestAndDeliver(other.email)
  expect(await stolenOtpsTable()).toContain(account.id)
  await deleteOtpsOf(account.id)
  expect(await stolenOtpsTable()).not.toContain(account.id)
  expectSuccess(await reset(direct, others))
})

async function requestAndDeliver(email: string) {
  const { message, ...recovery } = await request(direct, { email })
  expect(await deliver(message)).toEqual([])
  return recovery
}
