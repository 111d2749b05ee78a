import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { describe, expect, test } from 'vitest'
import { runImport } from '../../../../infra/ops/import/run-import.ts'
import { toUserId } from '../../../../infra/ops/import/user-id.ts'
import { usersKeys } from '../../../../shared/accounts/users-table.ts'
import { register } from '../../../support/accounts.ts'
import { direct } from '../../../support/drivers.ts'
import { awsError, interrupted, timeOut, withFault } from '../../../support/faults.ts'
import { openAccount } from '../../../support/open-account.ts'
import { freshPhone } from '../../../support/phones.ts'
import { itemsMentioning, stack, storedItem, tables } from '../../../support/stack.ts'
import {
  accountOf,
  fileOf,
  importLines,
  type Line,
  lineOf,
  profileOf,
  resultOf,
  rewrite,
} from './import-fixture.ts'

const linesOf = (count: number) => Array.from({ length: count }, () => lineOf())
const idsOf = (lines: readonly Line[]) => lines.map(({ id }) => id)
const sorted = (items: readonly unknown[]) => items.map((item) => JSON.stringify(item)).sort()

describe('a second import of a file', () => {
  test('changes nothing, and reports the same', async () => {
    const named = lineOf({ id: `user ${randomUUID()}`, password_hash: null })
    const lines = [...linesOf(2), lineOf({ email: 'x' }), named]
    const ids = idsOf(lines).map(toUserId)
    const file = await fileOf(lines)
    await runImport({ users: file })
    const names = ['failed', 'ids', 'to-invite']
    const before = sorted(await itemsMentioning(...ids))
    const files = await Promise.all(names.map((name) => resultOf(file, name)))
    expect(before).toHaveLength(3 * 3)

    const { users } = await runImport({ users: file })
    expect(users).toMatchObject({ imported: 0, updated: 0, unchanged: 3, failed: 1, to_invite: 1 })
    expect(sorted(await itemsMentioning(...ids))).toEqual(before)
    expect(await Promise.all(names.map((name) => resultOf(file, name)))).toEqual(files)
  })

  test('leaves an account alone that its user has changed, or is using', async () => {
    const lines = linesOf(2)
    const [line] = lines as [Line]
    const { file } = await importLines(lines)
    const account = await accountOf(line)
    await account.call({
      method: 'PATCH',
      path: '/users/info',
      body: { name: { first_name: 'New' } },
    })
    const before = sorted(await itemsMentioning(...idsOf(lines)))
    expect((await runImport({ users: file })).users).toMatchObject({ unchanged: 2, failed: 0 })
    expect(sorted(await itemsMentioning(...idsOf(lines)))).toEqual(before)
  })

  test('writes no file of failed lines once none fails', async () => {
    const bad = lineOf({ email: 'x' })
    const { file, failed } = await importLines([bad])
    expect(failed).toHaveLength(1)
    await rewrite(file, [lineOf()])
    await runImport({ users: file })
    await expect(readFile(`${file}.failed.jsonl`)).rejects.toThrow('ENOENT')
  })
})

describe('an import that was interrupted', () => {
  test('continues: what it stored stays, the rest follows', async () => {
    const lines = linesOf(60)
    const file = await fileOf(lines)
    const fault = {
      command: 'TransactWriteItemsCommand',
      after: 1,
      error: awsError('AccessDeniedException'),
    }
    await expect(withFault(fault, () => runImport({ users: file }))).rejects.toThrow('AccessDenied')
    const stored = await itemsMentioning(...idsOf(lines.slice(0, 25)))
    expect(stored).toHaveLength(3 * 25)
    expect(await itemsMentioning(...idsOf(lines.slice(25)))).toEqual([])

    const { users } = await runImport({ users: file })
    expect(users).toMatchObject({ imported: 35, unchanged: 25, failed: 0 })
    expect(sorted(await itemsMentioning(...idsOf(lines.slice(0, 25))))).toEqual(sorted(stored))
    expect(await itemsMentioning(...idsOf(lines.slice(25)))).toHaveLength(3 * 35)
  })

  test('waits while DynamoDB is out of reach for a while, and never reports a line for it', async () => {
    const lines = linesOf(2)
    const file = await fileOf(lines)
    const fault = { command: 'TransactWriteItemsCommand', times: 4, error: timeOut() }
    const { users } = await withFault(fault, () => runImport({ users: file }))
    expect(users).toMatchObject({ imported: 2, failed: 0 })
    expect(await resultOf(file, 'failed')).toEqual([])
  })

  test('recognises what it has stored when only the response was lost', async () => {
    const lines = linesOf(2)
    const file = await fileOf(lines)
    const fault = {
      command: 'TransactWriteItemsCommand',
      times: 3,
      error: timeOut(),
      afterCommit: true,
    }
    const { users } = await withFault(fault, () => runImport({ users: file }))
    expect(users).toMatchObject({ imported: 2, unchanged: 0, failed: 0 })
    expect(await itemsMentioning(...idsOf(lines))).toHaveLength(6)
  })

  test('decides again when an address is registered between its read and its write', async () => {
    const [lost, kept] = linesOf(2) as [Line, Line]
    const file = await fileOf([lost, kept])
    const run = () => runImport({ users: file })
    const registration = () => register(direct, { email: lost.email })
    const { users } = await interrupted('TransactWriteItemsCommand', registration, run)
    expect(users).toMatchObject({ imported: 1, failed: 1 })
    expect(await resultOf(file, 'failed')).toEqual([
      { line: 1, reason: 'email: Another account has it' },
    ])
    expect(await itemsMentioning(lost.id)).toEqual([])
    expect(await profileOf(kept.id)).toBeDefined()
  })
})

describe('an import of changed lines', () => {
  test('updates accounts that nobody has used, and moves their phone claims', async () => {
    const [before, phone] = [lineOf(), freshPhone()]
    const { file } = await importLines([before])
    const after = { ...before, points: 41, phone_number: { code: '+91', value: phone } }
    await rewrite(file, [after])
    expect((await runImport({ users: file })).users).toMatchObject({ updated: 1, failed: 0 })
    expect(await profileOf(before.id)).toMatchObject({ points: 41, phone: `+91${phone}` })
    expect(await storedItem(`PHONE#+91${phone}`)).toMatchObject({ userId: before.id })
    const { value } = before.phone_number as { value: string }
    expect(await storedItem(`PHONE#+91${value}`)).toBeUndefined()
    expect(await itemsMentioning(before.id)).toHaveLength(3)
  })

  test('refuses those that were used since, or have another e-mail address', async () => {
    const [used, moved] = linesOf(2) as [Line, Line]
    const { file } = await importLines([used, moved])
    await accountOf(used)
    const before = sorted(await itemsMentioning(...idsOf([used, moved])))
    await rewrite(file, [
      { ...used, points: 41 },
      { ...moved, email: lineOf().email },
    ])
    await runImport({ users: file })
    expect(await resultOf(file, 'failed')).toEqual([
      { line: 1, reason: 'The account was imported before and has been used since' },
      { line: 2, reason: 'id: Another account has it' },
    ])
    expect(sorted(await itemsMentioning(...idsOf([used, moved])))).toEqual(before)
  })

  test('keeps a login that comes between its read and its write', async () => {
    const line = lineOf()
    const { file } = await importLines([line])
    await rewrite(file, [{ ...line, points: 41 }])
    const run = () => runImport({ users: file })
    await interrupted('TransactWriteItemsCommand', () => accountOf(line), run)
    expect(await resultOf(file, 'failed')).toHaveLength(1)
    const { points, sessions } = (await profileOf(line.id)) ?? {}
    expect([points, Object.keys(sessions ?? {}).length]).toEqual([40, 1])
  })

  test('refuses an account that is deleted and not purged yet', async () => {
    const line = lineOf()
    // In the future, so that no purge removes it.
    const Item = {
      ...usersKeys.tombstone(line.id),
      userId: line.id,
      deletedAt: Date.now() + 3_600_000,
    }
    await tables.send(new PutCommand({ TableName: stack.usersTableName, Item }))
    const { failed } = await importLines([line])
    expect(failed).toEqual([{ line: 1, reason: 'id: The account was deleted' }])
    expect(await profileOf(line.id)).toBeUndefined()
  })
})

describe('a dry run', () => {
  test('reports what an import would do, and writes nothing', async () => {
    const owner = await openAccount(direct)
    const lines = [lineOf(), lineOf({ email: owner.email }), lineOf({ points: -1 })]
    const file = await fileOf(lines)
    const { users, failures, files } = await runImport({ users: file, isDryRun: true })
    expect(users).toMatchObject({ imported: 1, failed: 2 })
    expect(failures).toEqual([
      { file, line: 2, reason: 'email: Another account has it' },
      { file, line: 3, reason: expect.stringContaining('points: ') },
    ])
    expect(await itemsMentioning(...idsOf(lines))).toEqual([])
    expect(files).toEqual([])
    for (const name of ['failed', 'ids', 'to-invite'])
      expect(await resultOf(file, name)).toEqual([])
  })
})
