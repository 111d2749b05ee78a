import { mkdir, rm, stat } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { direct } from '../../../support/drivers.ts'
import { openAccount } from '../../../support/open-account.ts'
import { OperatorMachine } from '../../../support/operator-cli.ts'
import { freshPhone, link } from '../../../support/phones.ts'
import { expectSuccess } from '../../../support/responses.ts'

const me = { method: 'GET', path: '/auth/me' }
let machine: OperatorMachine

beforeEach(async () => {
  machine = await OperatorMachine.create()
})

describe('the local audit log', () => {
  test('names operator, action, user and time before the action, and the outcome after it', async () => {
    const { id } = await openAccount(direct)
    const before = new Date().toISOString()
    await machine.run('user', id, '--points', '7', '--yes')
    const records = await machine.audit()
    const same = {
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      time: expect.any(String),
      operator: userInfo().username,
      account: 'local',
      stack: 'user-api-local',
      action: 'points',
      user_id: id,
      details: { before: 0, points: 7 },
    }
    expect(records).toEqual([
      { ...same, phase: 'intent' },
      { ...same, phase: 'result', outcome: 'done' },
    ])
    expect(records[0]?.id).toBe(records[1]?.id)
    const times = records.map(({ time }) => String(time))
    expect([before, ...times, new Date().toISOString()].toSorted()).toEqual([
      before,
      ...times,
      expect.any(String),
    ])
    expect((await stat(join(machine.folder, 'audit.log'))).mode & 0o777).toBe(0o600)
  })

  test('has a record of an action that failed, with the name of its error', async () => {
    const { id } = await openAccount(direct)
    // No file can have a name of this length, which the action notices only when it writes.
    const file = `${'a'.repeat(300)}.json`
    const { code } = await machine.run('user', id, '--export', file, '--yes')
    expect(code).toBe(1)
    expect(await machine.audit()).toMatchObject([
      { phase: 'intent', action: 'export' },
      { phase: 'result', action: 'export', outcome: 'failed', error: 'Error' },
    ])
  })

  test('contains no e-mail address, phone or secret of the user', async () => {
    const account = await openAccount(direct)
    const phone = freshPhone()
    await link(account, phone)
    const address = `moved-${account.email}`
    const actions = [
      ['--export', 'a.json'],
      ['--free-phone'],
      ['--set-email', address],
      ['--free-email'],
      ['--end-sessions'],
      ['--reset'],
      ['--delete'],
    ]
    for (const action of actions) {
      const { code, stderr } = await machine.run('user', account.id, ...action, '--yes')
      expect([code, stderr]).toEqual([0, expect.any(String)])
    }
    const records = await machine.audit()
    expect(records.filter(({ outcome }) => outcome === 'done')).toHaveLength(actions.length)
    const text = JSON.stringify(records)
    for (const personal of ['@', phone, account.token.slice(-43), 'Smith']) {
      expect(text).not.toContain(personal)
    }
  })

  test('is not needed to look at a user', async () => {
    const { id } = await openAccount(direct)
    expect((await machine.run('user', id)).code).toBe(0)
    expect(await machine.audit()).toEqual([])
  })
})

test('an action is not done when its audit record cannot be written', async () => {
  const account = await openAccount(direct)
  // A folder in the place of the file.
  await mkdir(join(machine.folder, 'audit.log'))
  const refused = await machine.run('user', account.id, '--points', '7', '--yes')
  expect([refused.code, refused.stdout]).toEqual([1, ''])
  expect(refused.stderr).toContain('error: Nothing was done. The audit log cannot be written.')
  expect(expectSuccess(await account.call(me)).points).toBe(0)
  await rm(join(machine.folder, 'audit.log'), { recursive: true })
  expect((await machine.run('user', account.id, '--points', '7', '--yes')).code).toBe(0)
  expect(expectSuccess(await account.call(me)).points).toBe(7)
})
