import { beforeAll, describe, expect, test } from 'vitest'
import { runImport } from '../../../../infra/ops/import/run-import.ts'
import { attemptOf } from '../../../support/attempts.ts'
import { OperatorMachine } from '../../../support/operator-cli.ts'
import { recordCalls } from '../../../support/recorded-calls.ts'
import { itemsMentioning } from '../../../support/stack.ts'
import { fileOf, lineOf, profileOf } from './import-fixture.ts'

let machine: OperatorMachine

beforeAll(async () => {
  machine = await OperatorMachine.create()
})
const run = (...args: string[]) => machine.run('import', ...args)

describe('npm run import', () => {
  test('imports users and attempts, and shows no progress bar outside of a terminal', async () => {
    const line = lineOf()
    const users = await fileOf([line, lineOf({ password_hash: null })])
    const attempts = await fileOf([attemptOf(line.id)])
    expect(await run(users, '--attempts', attempts)).toEqual({
      code: 0,
      stdout:
        '2 users: 2 imported, 0 updated, 0 unchanged, 0 failed.\n' +
        'Passwords to reset: 1.\n1 attempt: 1 recorded, 0 failed.\n' +
        `See ${users}.to-invite.jsonl\n`,
      stderr: '',
    })
    expect(await profileOf(line.id)).toBeDefined()
  })

  test('fails when a line fails, and names the file that says why', async () => {
    const users = await fileOf([lineOf(), lineOf({ email: 'x' })])
    const { code, stdout, stderr } = await run(users)
    expect(code).toBe(1)
    expect(stdout).toContain(`See ${users}.failed.jsonl`)
    expect(stderr).toBe('error: 1 line failed, and stored nothing.\n')
  })

  test('writes nothing with --dry-run', async () => {
    const [good, bad] = [lineOf(), lineOf({ email: 'x' })]
    const users = await fileOf([good, bad])
    const { code, stdout } = await run(users, '--dry-run')
    expect(code).toBe(1)
    expect(stdout).toContain(
      '2 users: 1 would be imported, 0 would be updated, 0 unchanged, 1 failed.',
    )
    expect(stdout).toContain(`${users}:2: email: Invalid`)
    expect(await itemsMentioning(good.id, bad.id)).toEqual([])
  })

  test('fails without a file', async () => {
    const { code, stderr } = await run('/nowhere/users.jsonl')
    expect([code, stderr]).toEqual([1, 'error: There is no file /nowhere/users.jsonl.\n'])
    expect((await run(machine.folder)).stderr).toBe('error: That is a folder: name a file.\n')
  })

  test('takes two AWS calls for 25 accounts: a read, and a transaction', async () => {
    const users = await fileOf(Array.from({ length: 50 }, () => lineOf()))
    const calls = await recordCalls(() => runImport({ users }))
    const read = 'BatchGetItemCommand'
    const write = 'TransactWriteItemsCommand'
    expect(calls).toEqual([read, write, read, write])
  })
})
