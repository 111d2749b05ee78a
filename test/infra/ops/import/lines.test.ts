import { randomBytes } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { describe, expect, test } from 'vitest'
import { toUserId } from '../../../../infra/ops/import/user-id.ts'
import { direct } from '../../../support/drivers.ts'
import { interrupted } from '../../../support/faults.ts'
import { openAccount } from '../../../support/open-account.ts'
import { freshPhone, link } from '../../../support/phones.ts'
import { expectSuccess } from '../../../support/responses.ts'
import { itemsMentioning, stack, storedItem, tables } from '../../../support/stack.ts'
import {
  accountOf,
  BCRYPT,
  importLines,
  lineOf,
  logInWith,
  profileOf,
  resultOf,
} from './import-fixture.ts'

describe('a line', () => {
  test('becomes an account with all of its fields', async () => {
    const phone = freshPhone()
    const line = lineOf({
      name: { first_name: ' Asha ', last_name: null },
      phone_number: { code: '+91', value: `0${phone}` },
      background_info: 'Engineer',
      attempt_number: 2,
      attempt_year: 2025,
      year: 4,
      major: 'Cognitive Science',
    })
    const upper = { ...line, id: line.id.toUpperCase(), email: ` ${line.email.toUpperCase()} ` }
    const { report } = await importLines([upper])
    expect(report.users).toEqual({
      lines: 1,
      imported: 1,
      updated: 0,
      unchanged: 0,
      failed: 0,
      to_invite: 0,
    })
    const { user } = expectSuccess(await logInWith(line.email))
    expect(user).toEqual({
      id: line.id,
      email: line.email,
      name: { first_name: 'Asha', last_name: '' },
      background_info: 'Engineer',
      attempt_number: 2,
      attempt_year: 2025,
      phone_number: { code: '+91', value: phone },
      is_phone_validated: true,
      profile_picture: null,
      year: 4,
      major: 'Cognitive Science',
      points: 40,
      created_at: line.created_at,
      updated_at: expect.any(Number),
    })
    expect(await storedItem(`EMAIL#${line.email}`)).toMatchObject({ userId: line.id })
    expect(await storedItem(`PHONE#+91${phone}`)).toMatchObject({ userId: line.id })
  })

  test('needs a name and an e-mail address only', async () => {
    const { email } = lineOf()
    const { failed, file } = await importLines([{ email, name: { first_name: 'Asha' } }])
    expect(failed).toEqual([])
    const [invited] = await resultOf(file, 'to-invite')
    expect(await profileOf(String(invited?.id))).toMatchObject({ email, points: 0 })
  })

  test.each([17, 'b7f5', '0b6f1d3e-6a4e-4a57-9b5f-2f0c4d6a1e11'])(
    'gets a new id for an old one that is no ObjectId, which a file records: %s',
    async (start) => {
      const id =
        typeof start === 'number'
          ? start + randomBytes(4).readUInt32BE()
          : `${start}-${randomBytes(4).toString('hex')}`
      const line = lineOf({ id })
      const { file } = await importLines([line])
      const [mapped, ...rest] = await resultOf(file, 'ids')
      expect(rest).toEqual([])
      expect(mapped).toEqual({ old_id: String(id), id: expect.stringMatching(/^[0-9a-f]{24}$/) })
      expect(mapped?.id).toBe(toUserId(String(id)))
      expect((await accountOf({ ...line, id: String(mapped?.id) })).token).toContain(mapped?.id)
    },
  )

  test('keeps an id that is an ObjectId, and no file records it', async () => {
    const { file } = await importLines([lineOf()])
    expect(await resultOf(file, 'ids')).toEqual([])
  })
})

describe('a line that fails', () => {
  test.each([
    ['email: Invalid', { email: 'no address' }],
    ['name.first_name: Must not be blank', { name: { first_name: ' ' } }],
    [
      'phone_number.value: Must be an Indian mobile number',
      { phone_number: { code: '+91', value: '1234567890' } },
    ],
    ['Unrecognized keys: "role", "isAdmin"', { role: 'x', isAdmin: true }],
    ['name: Unrecognized key: "middle_name"', { name: { first_name: 'Asha', middle_name: 'X' } }],
    ['year: Invalid', { year: 6 }],
    ['points: Too small', { points: -1 }],
    ['points: Too big', { points: 1_000_001 }],
    ['created_at: Must be epoch milliseconds from 1995 on', { created_at: 1_600_000_000 }],
    ['created_at: Must not be in the future', { created_at: 4_000_000_000_000 }],
    ['background_info: Must have at most 1000 characters', { background_info: 'x'.repeat(1001) }],
  ])(
    'is reported with its number and reason, and nothing of it is stored: %s',
    async (reason, given) => {
      const [good, bad] = [lineOf(), lineOf(given)]
      const { failed, report } = await importLines([good, '', bad])
      expect(failed).toEqual([{ line: 3, reason: expect.stringContaining(reason) }])
      expect(report.users).toMatchObject({ lines: 2, imported: 1, failed: 1 })
      expect(await profileOf(good.id)).toBeDefined()
      expect(await itemsMentioning(bad.id)).toEqual([])
    },
  )

  test('is reported with all of its problems', async () => {
    const { failed } = await importLines([lineOf({ email: 'x', points: 1.5 })])
    expect(failed[0]?.reason).toMatch(/^email: .*; points: /)
  })

  test('is reported without a value of it, and only its owner may read the file', async () => {
    const text = `{"email": "someone@example.com", "password_hash": "${BCRYPT}",}`
    const { file } = await importLines([text, lineOf({ password_hash: { bcrypt: BCRYPT } })])
    const path = `${file}.failed.jsonl`
    const written = await readFile(path, 'utf8')
    expect(written).toContain('{"line":1,"reason":"Is not valid JSON"}')
    expect(written).toContain('{"line":2,')
    expect(written).not.toMatch(/someone|\$2b/)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
  })
})

describe('claims', () => {
  const withEmail = async () => {
    const owner = await openAccount(direct)
    return { owner, claim: `EMAIL#${owner.email}`, given: { email: owner.email } }
  }
  const withPhone = async () => {
    const [owner, value] = [await openAccount(direct), freshPhone()]
    await link(owner, value)
    return { owner, claim: `PHONE#+91${value}`, given: { phone_number: { code: '+91', value } } }
  }

  test.each([
    ['email', withEmail],
    ['phone_number', withPhone],
  ])(
    'of an existing account are never taken, also not at the same moment: %s',
    async (field, claimed) => {
      const { owner, claim, given } = await claimed()
      const [line, other] = [lineOf(given), lineOf()]
      const { failed } = await importLines([line, other])
      expect(failed).toEqual([{ line: 1, reason: `${field}: Another account has it` }])
      expect(await itemsMentioning(line.id)).toEqual([])
      expect(await storedItem(claim)).toMatchObject({ userId: owner.id })
      expect(await itemsMentioning(other.id)).toHaveLength(3)

      // The claim appears between the import's read and its write.
      const item = await storedItem(claim)
      const TableName = stack.usersTableName
      await tables.send(new DeleteCommand({ TableName, Key: { pk: claim } }))
      const appear = () => tables.send(new PutCommand({ TableName, Item: item }))
      const again = () => importLines([line])
      const late = await interrupted('TransactWriteItemsCommand', appear, again)
      expect(late.failed).toEqual(failed)
      expect(await itemsMentioning(line.id)).toEqual([])
      expect(await storedItem(claim)).toEqual(item)
    },
  )

  test('of an existing account are never taken: id', async () => {
    const owner = await openAccount(direct)
    const line = lineOf({ id: owner.id })
    const { failed } = await importLines([line])
    expect(failed).toEqual([{ line: 1, reason: 'id: Another account has it' }])
    expect(await itemsMentioning(line.email)).toEqual([])
    expect((await profileOf(owner.id))?.email).toBe(owner.email)
  })

  test('of an earlier line are not taken by a later one', async () => {
    const first = lineOf()
    const { failed } = await importLines([
      first,
      lineOf({ email: first.email.toUpperCase() }),
      lineOf({ phone_number: first.phone_number }),
      lineOf({ id: first.id }),
      lineOf({ id: undefined, email: first.email }),
    ])
    expect(failed).toEqual([
      { line: 2, reason: 'email: Line 1 has it' },
      { line: 3, reason: 'phone_number: Line 1 has it' },
      { line: 4, reason: 'id: Line 1 has it' },
      { line: 5, reason: 'email: Line 1 has it' },
    ])
    expect(await profileOf(first.id)).toMatchObject({ email: first.email })
  })
})
