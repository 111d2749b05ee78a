import { CreateTableCommand } from '@aws-sdk/client-dynamodb'
import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { User } from '../../shared/accounts/user.ts'
import { getUser, usersKeys, usersTable } from '../../shared/accounts/users-table.ts'
import { resourceVariables } from '../../shared/config.ts'
import { NEW_PHONE_MS } from '../../shared/password-recovery/limits.ts'
import { DAY_MS } from '../../shared/time.ts'
import type { Account } from '../support/accounts.ts'
import { direct } from '../support/drivers.ts'
import { openAccount } from '../support/open-account.ts'
import { freshPhone, link } from '../support/phones.ts'
import { deliver, recoverySmsTo, request } from '../support/recoveries.ts'
import { expectSuccess } from '../support/responses.ts'
import { tables } from '../support/stack.ts'
import {
  backfillPhoneLinkedAt,
  fillIn,
  type OldProfile,
  type Progress,
} from './backfill-phone-linked-at.ts'
import { changeAsBefore, linkAsBefore, readAsBefore } from './previous-version.ts'

// A separate table, because a backfill reads all users. The handlers run in this process and use it.
beforeEach(async () => {
  const TableName = `users-${crypto.randomUUID()}`
  await tables.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    }),
  )
  vi.stubEnv(resourceVariables.usersTable, TableName)
})

afterEach(() => {
  vi.unstubAllEnvs()
})

/** An account with a phone, as the previous version stored it. */
async function openBefore(): Promise<Account & { phone: string }> {
  const account = await openAccount(direct)
  const phone = freshPhone()
  await linkAsBefore(account, `+91${phone}`)
  return { ...account, phone }
}

async function profileOf({ id }: Account): Promise<User> {
  const user = await getUser(id)
  if (!user) throw new Error('There is no such user')
  return user
}

/** Sets an attribute, or removes it when the value is undefined. */
async function change({ id }: Account, name: string, value: unknown): Promise<void> {
  const isRemoved = value === undefined
  await tables.send(
    new UpdateCommand({
      TableName: usersTable(),
      Key: usersKeys.profile(id),
      UpdateExpression: isRemoved ? 'REMOVE #name' : 'SET #name = :value',
      ExpressionAttributeNames: { '#name': name },
      ExpressionAttributeValues: isRemoved ? undefined : { ':value': value },
    }),
  )
}

/** Reads a profile as the backfill does, so that a test can change the profile before the backfill writes it. */
async function readAsBackfill(account: Account): Promise<OldProfile> {
  const { phone = '', updatedAt } = await profileOf(account)
  return { ...usersKeys.profile(account.id), phone, updatedAt }
}

/** Runs the backfill to its end. Returns how many profiles it wrote. */
async function backfill(start?: Progress['next'], pageSize = 100): Promise<number> {
  let written = 0
  for await (const page of backfillPhoneLinkedAt(start, pageSize)) written += page.written
  return written
}

/** Requests a recovery. Returns how many SMS the phone got. */
async function recoveries({ email, phone }: { email: string; phone: string }): Promise<number> {
  await deliver((await request(direct, { email })).message)
  return (await recoverySmsTo(phone)).length
}

describe('the previous and the new version serve the same table', () => {
  test('the new one reads and recovers a profile of the previous one', async () => {
    const account = await openBefore()
    const { phone_number } = expectSuccess(await account.call({ method: 'GET', path: '/auth/me' }))
    expect(phone_number).toEqual({ code: '+91', value: account.phone })
    expect(await recoveries(account)).toBe(1)
  })

  test('the previous one changes a profile of the new one, and keeps the attribute that it does not know', async () => {
    const account = await openAccount(direct)
    const phone = freshPhone()
    await link(account, phone)
    const { phoneLinkedAt } = await profileOf(account)
    await changeAsBefore(account, 'Law')
    expect(await readAsBefore(account)).toEqual({ phone: `+91${phone}`, major: 'Law' })
    expect(await profileOf(account)).toMatchObject({ phoneLinkedAt, major: 'Law' })
    expect(phoneLinkedAt).toBeGreaterThan(0)
  })

  test('while both write and the backfill runs, each phone gets a time, and none that the new one wrote is replaced', async () => {
    const before = await Promise.all(Array.from({ length: 12 }, openBefore))
    const relinked = before.slice(0, 6)
    const [linked] = await Promise.all([
      Promise.all(
        relinked.map(async (account) => {
          await link(account, freshPhone())
          return await profileOf(account)
        }),
      ),
      Promise.all(before.slice(6).map((account) => changeAsBefore(account, 'Law'))),
      backfill(undefined, 5),
    ])
    await backfill()
    for (const account of before) {
      const { phoneLinkedAt = 0, updatedAt } = await profileOf(account)
      expect(phoneLinkedAt).toBeGreaterThan(0)
      expect(phoneLinkedAt).toBeLessThanOrEqual(updatedAt)
    }
    for (const [index, { phoneLinkedAt, updatedAt }] of linked.entries()) {
      expect(phoneLinkedAt).toBe(updatedAt)
      expect(await profileOf(relinked[index] as Account)).toMatchObject({ phoneLinkedAt })
    }
  })
})

describe('the backfill', () => {
  test('gives a profile the time of its last change, and changes nothing else', async () => {
    const account = await openBefore()
    const before = await profileOf(account)
    expect(await backfill()).toBe(1)
    expect(await profileOf(account)).toEqual({ ...before, phoneLinkedAt: before.updatedAt })
  })

  test('leaves profiles without a phone and imported ones as they are', async () => {
    const [none, imported] = [await openAccount(direct), await openBefore()]
    await change(imported, 'imported', { line: 'x', at: 1 })
    expect(await backfill()).toBe(0)
    for (const account of [none, imported]) {
      expect(await profileOf(account)).not.toHaveProperty('phoneLinkedAt')
    }
  })

  test('continues where an earlier run ended, and a repeated one writes nothing', async () => {
    const accounts: Account[] = []
    for (let i = 0; i < 7; i++) accounts.push(await openBefore())
    let next: Progress['next']
    let first = 0
    for await (const page of backfillPhoneLinkedAt(undefined, 3)) {
      next = page.next
      first += page.written
      if (first > 0) break
    }
    expect(next).toBeDefined()
    expect(first).toBeLessThan(7)
    // As if the first run had not written this one: the next run does not come by there again.
    const profiles = await Promise.all(accounts.map(profileOf))
    const index = profiles.findIndex(({ phoneLinkedAt }) => phoneLinkedAt !== undefined)
    await change(accounts[index] as Account, 'phoneLinkedAt', undefined)
    expect(await backfill(next, 3)).toBe(7 - first)
    expect([await backfill(), await backfill()]).toEqual([1, 0])
  })

  test('writes a profile once, also when two runs have read it', async () => {
    const read = await readAsBackfill(await openBefore())
    expect([await fillIn(read), await fillIn(read)]).toEqual([true, false])
  })

  test('keeps the time of a phone that was linked after it had read the profile', async () => {
    const account = await openBefore()
    const read = await readAsBackfill(account)
    await link(account, freshPhone())
    const { phoneLinkedAt } = await profileOf(account)
    expect(await fillIn(read)).toBe(false)
    expect(await profileOf(account)).toMatchObject({ phoneLinkedAt })
  })

  test('gives its time to no other phone, which the previous version linked after it had read the profile', async () => {
    const account = await openBefore()
    const read = await readAsBackfill(account)
    await linkAsBefore(account, `+91${freshPhone()}`)
    expect(await fillIn(read)).toBe(false)
    expect(await backfill()).toBe(1)
  })

  test('does not bring back a user who was deleted after it had read the profile', async () => {
    const account = await openBefore()
    const read = await readAsBackfill(account)
    expectSuccess(await account.call({ method: 'DELETE', path: '/users' }))
    expect(await fillIn(read)).toBe(false)
    expect(await getUser(account.id)).toBeUndefined()
  })
})

describe('the rule that relies on the attribute', () => {
  test('refuses a phone of an old account that the backfill found changed lately, until a week later', async () => {
    const account = await openBefore()
    await change(account, 'createdAt', Date.now() - 30 * DAY_MS)
    await backfill()
    expect(await recoveries(account)).toBe(0)
    await change(account, 'phoneLinkedAt', Date.now() - NEW_PHONE_MS)
    expect(await recoveries(account)).toBe(1)
  })
})
