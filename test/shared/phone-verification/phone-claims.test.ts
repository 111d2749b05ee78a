import { expect, test } from 'vitest'
import { parseToken } from '../../../shared/accounts/token.ts'
import { getUser } from '../../../shared/accounts/users-table.ts'
import { newOti } from '../../../shared/otps/otp.ts'
import { otpsKeys } from '../../../shared/otps/otps-table.ts'
import { removeOtp } from '../../../shared/otps/stored-otps.ts'
import { claimPhone } from '../../../shared/phone-verification/phone-claims.ts'
import type { Account } from '../../support/accounts.ts'
import { direct } from '../../support/drivers.ts'
import { openAccount } from '../../support/open-account.ts'
import { freshPhone, link } from '../../support/phones.ts'
import { expectSuccess } from '../../support/responses.ts'
import { storedItem } from '../../support/stack.ts'

/** Reads the profile, does something else, and claims a phone for the profile as it was read. */
async function claimAfter(account: Account, phone: string, meanwhile: () => Promise<unknown>) {
  const [caller, read] = [parseToken(account.token), await getUser(account.id)]
  if (!(caller && read)) throw new Error('The account does not exist')
  await meanwhile()
  const also = { otp: removeOtp(otpsKeys.otp(account.id, newOti())), limits: [] }
  return await claimPhone(caller, read, { phone, updatedAt: Date.now() }, also)
}

test('a phone is not claimed for a profile whose name has changed since it was read', async () => {
  const account = await openAccount(direct)
  const phone = `+91${freshPhone()}`
  const body = { name: { first_name: 'Ada', last_name: 'Lovelace' } }
  const rename = async () =>
    expectSuccess(await account.call({ method: 'PATCH', path: '/users/info', body }))
  expect(await claimAfter(account, phone, rename)).toMatchObject({ isTaken: false })
  expect(await storedItem(`PHONE#${phone}`)).toBeUndefined()
})

test('a phone is not claimed for a profile that got another phone since it was read', async () => {
  const account = await openAccount(direct)
  const [phone, linked] = [`+91${freshPhone()}`, freshPhone()]
  const refusal = await claimAfter(account, phone, () => link(account, linked))
  expect(refusal).toMatchObject({ isTaken: false })
  expect(await storedItem(`USER#${account.id}`)).toMatchObject({ phone: `+91${linked}` })
  expect(await storedItem(`PHONE#${phone}`)).toBeUndefined()
})

test('a phone of another account is not claimed', async () => {
  const [account, owner] = [await openAccount(direct), await openAccount(direct)]
  const phone = freshPhone()
  await link(owner, phone)
  const refusal = await claimAfter(account, `+91${phone}`, () => Promise.resolve())
  expect(refusal).toMatchObject({ isTaken: true })
  expect(await storedItem(`PHONE#+91${phone}`)).toMatchObject({ userId: owner.id })
})
