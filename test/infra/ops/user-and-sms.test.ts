import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { beforeAll, describe, expect, test } from 'vitest'
import { usersKeys } from '../../../shared/accounts/users-table.ts'
import { newObjectId } from '../../../shared/object-id.ts'
import { startOfDay } from '../../../shared/time.ts'
import type { Account } from '../../support/accounts.ts'
import { attemptOf, deliver } from '../../support/attempts.ts'
import { httpTo } from '../../support/http-driver.ts'
import { openAccount } from '../../support/open-account.ts'
import { CLI, OperatorMachine } from '../../support/operator-cli.ts'
import { challenge, freshPhone, link, send, smsTo } from '../../support/phones.ts'
import { stack, tables } from '../../support/stack.ts'

const http = httpTo(stack.apiUrl)
let machine: OperatorMachine

beforeAll(async () => {
  machine = await OperatorMachine.create()
})

/** Runs a command that must succeed. Returns its output. */
async function run(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await machine.run(...args)
  expect([code, stderr]).toEqual([0, ''])
  return stdout
}

describe('npm run user', () => {
  let account: Account
  let phone: string
  const findUser = async (key: string) => JSON.parse(await run('user', key, '--json'))

  beforeAll(async () => {
    account = await openAccount(http)
    phone = freshPhone()
    await link(account, phone)
    await deliver([attemptOf(account.id), attemptOf(account.id, { is_correct: false })])
  })

  test('finds a user by id, e-mail address and phone number, in any spelling', async () => {
    const found = await findUser(account.id)
    expect(found).toMatchObject({
      id: account.id,
      profile: { email: account.email, phone_number: { value: phone }, is_phone_validated: true },
      sessions: [
        {
          created_at: expect.any(Number),
          last_used_at: startOfDay(Date.now()),
          expires_at: expect.any(Number),
        },
      ],
      claims: [
        { kind: 'email', value: account.email, user_id: account.id },
        { kind: 'phone', value: `+91${phone}`, user_id: account.id },
      ],
      otps: [],
      stats: [{ course_id: 1, days: 1, first_attempt_total: 2, first_attempt_correct: 1 }],
      tombstone: null,
    })
    for (const key of [account.email.toUpperCase(), phone, `+91 ${phone}`, `0${phone}`]) {
      expect(await findUser(key)).toEqual(found)
    }
  })

  test('shows a pending OTP with its tries', async () => {
    const other = freshPhone()
    const waiting = await openAccount(http)
    const { expiry_time } = await challenge(waiting, other)
    expect((await findUser(waiting.id)).otps).toEqual([
      { phone: `+91${other}`, tries: 0, otp_ends_at: expiry_time, oti_ends_at: expect.any(Number) },
    ])
  })

  test('shows no secret and no hash', async () => {
    const { otp, oti } = await challenge(await openAccount(http), freshPhone())
    for (const text of [await run('user', account.id), await run('user', account.id, '--json')]) {
      expect(text).toContain(account.email)
      expect(text).not.toMatch(/argon2|secretHash|passwordHash|proof/)
      const secret = account.token.slice(-43)
      const sessionId = account.token.slice(27, 43)
      for (const one of [secret, sessionId, otp, oti]) expect(text).not.toContain(one)
    }
  })

  test('finds no deleted account by its e-mail address', async () => {
    const gone = await openAccount(http)
    await gone.call({ method: 'DELETE', path: '/users' })
    expect(await machine.run('user', gone.email)).toMatchObject({
      code: 1,
      stderr: `error: Nothing is stored under ${gone.email}.\n`,
    })
  })

  test('shows the tombstone of a deleted account', async () => {
    // Of no account, and in the future: the stack's own purge would close it at once.
    const userId = newObjectId()
    const deletedAt = Date.now() + 3_600_000
    const Item = { ...usersKeys.tombstone(userId), userId, deletedAt }
    await tables.send(new PutCommand({ TableName: stack.usersTableName, Item }))
    expect(await findUser(userId)).toMatchObject({
      profile: null,
      tombstone: { deleted_at: deletedAt },
    })
    expect(await run('user', userId)).toContain('not yet purged')
  })
})

describe('npm run sms', () => {
  test('lists the SMS to a number', async () => {
    const phone = freshPhone()
    const { otp } = await challenge(await openAccount(http), phone)
    expect(await run('sms', '--to', phone)).toContain(`+91${phone}\n  ${otp} is`)
    expect(JSON.parse(await run('sms', '--to', phone, '--json'))).toEqual(await smsTo(phone))
    expect(await run('sms', '--to', freshPhone())).toBe('No SMS was sent.\n')
  })

  test('follows the inbox', async () => {
    const [one, other] = [freshPhone(), freshPhone()]
    await challenge(await openAccount(http), one)
    const outputs = join(machine.folder, 'outputs.json')
    const args = [CLI, 'sms', '--follow', '--json', '--outputs', outputs]
    const child = spawn(process.execPath, args, { env: machine.env })
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    const until = async (to: string) => {
      for (let next = await lines.next(); !next.done; next = await lines.next()) {
        if (JSON.parse(next.value).to === to) return
      }
      throw new Error(`The command ended before an SMS to ${to}`)
    }
    await until(`+91${one}`)
    await send(await openAccount(http), other)
    await until(`+91${other}`)
    child.kill()
  })
})
