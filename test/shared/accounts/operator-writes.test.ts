import { describe, expect, test } from 'vitest'
import { email } from '../../../shared/accounts/fields.ts'
import {
  endSessions,
  moveEmail,
  placeholderEmail,
  setPoints,
} from '../../../shared/accounts/operator-writes.ts'
import type { User } from '../../../shared/accounts/user.ts'
import { deleteUserAsOperator } from '../../../shared/erasure/delete-user.ts'
import { newObjectId } from '../../../shared/object-id.ts'
import { freePhone } from '../../../shared/phone-verification/phone-claims.ts'
import { type Account, freshEmail, register } from '../../support/accounts.ts'
import { direct } from '../../support/drivers.ts'
import { openAccount } from '../../support/open-account.ts'
import { freshPhone, link } from '../../support/phones.ts'
import { expectSuccess } from '../../support/responses.ts'
import { itemsMentioning, storedItem } from '../../support/stack.ts'

const profileOf = ({ id }: Account) => storedItem(`USER#${id}`)

describe('a write of an operator', () => {
  test('creates no profile for a user who does not exist', async () => {
    const id = newObjectId()
    expect(await endSessions(id)).toBe(false)
    expect(await setPoints(id, 5)).toBe(false)
    expect(await freePhone(id, `+91${freshPhone()}`)).toBe(false)
    expect(await moveEmail({ id, email: freshEmail() }, freshEmail())).toBe('changed')
    expect(await itemsMentioning(id)).toEqual([])
  })

  test('loses no change that the user makes at the same time', async () => {
    const account = await openAccount(direct)
    const body = { name: { first_name: 'Anna' } }
    const [updated] = await Promise.all([
      account.call({ method: 'PATCH', path: '/users/info', body }),
      setPoints(account.id, 5),
      moveEmail(account, `moved-${account.email}`),
    ])
    expectSuccess(updated)
    expect(await profileOf(account)).toMatchObject({
      firstName: 'Anna',
      points: 5,
      email: `moved-${account.email}`,
    })
  })
})

describe('moving an e-mail address', () => {
  test('is refused when the account has another one by now: no claim is lost', async () => {
    const account = await openAccount(direct)
    const [seen, other] = [account.email, freshEmail()]
    expect(await moveEmail(account, other)).toBe('moved')
    const stranger = await register(direct, { email: seen })
    expect(await moveEmail({ id: account.id, email: seen }, freshEmail())).toBe('changed')
    expect(await profileOf(account)).toMatchObject({ email: other })
    expect(await storedItem(`EMAIL#${seen}`)).toMatchObject({ userId: stranger.id })
    expect(await storedItem(`EMAIL#${other}`)).toMatchObject({ userId: account.id })
  })

  test('to one that another account has changes nothing', async () => {
    const [one, other] = [await openAccount(direct), await openAccount(direct)]
    expect(await moveEmail(one, other.email)).toBe('taken')
    expect(await profileOf(one)).toMatchObject({ email: one.email })
    expect(await storedItem(`EMAIL#${one.email}`)).toMatchObject({ userId: one.id })
    expect(await storedItem(`EMAIL#${other.email}`)).toMatchObject({ userId: other.id })
  })

  test('of two accounts to the same one succeeds for one of them', async () => {
    const [one, other] = [await openAccount(direct), await openAccount(direct)]
    const address = freshEmail()
    const outcomes = await Promise.all([moveEmail(one, address), moveEmail(other, address)])
    expect(outcomes.toSorted()).toEqual(['moved', 'taken'])
  })
})

test('freeing a phone is refused when the account has another one by now', async () => {
  const [account, other] = [await openAccount(direct), await openAccount(direct)]
  const [seen, next] = [freshPhone(), freshPhone()]
  await link(account, next)
  await link(other, seen)
  expect(await freePhone(account.id, `+91${seen}`)).toBe(false)
  expect(await profileOf(account)).toMatchObject({ phone: `+91${next}` })
  expect(await storedItem(`PHONE#+91${seen}`)).toMatchObject({ userId: other.id })
})

test('a deletion by an operator frees a phone that was linked after the read', async () => {
  const account = await openAccount(direct)
  const read = (await profileOf(account)) as unknown as User
  const phone = freshPhone()
  await link(account, phone)
  expect(await deleteUserAsOperator(read)).toMatchObject({ id: account.id })
  expect(await profileOf(account)).toBeUndefined()
  expect(await storedItem(`PHONE#+91${phone}`)).toBeUndefined()
  // The user deleted the account in the meantime: there is nothing left to do.
  expect(await deleteUserAsOperator(read)).toMatchObject({ id: account.id })
})

test.each(['a@invalid', 'a@b.invalid', placeholderEmail(newObjectId())])(
  'the address %s is refused: its domain is for placeholders',
  (address) => {
    expect(email.safeParse(address).success).toBe(false)
  },
)

test.each(['a@invalid.com', 'invalid@b.co', 'a@notinvalid'])(
  'the address %s is accepted',
  (address) => {
    expect(email.safeParse(address).success).toBe(true)
  },
)
