import { beforeAll, describe, expect, test } from 'vitest'
import { type Account, freshEmail, logIn, register } from '../../../support/accounts.ts'
import { httpTo } from '../../../support/http-driver.ts'
import { plain } from '../../../support/images.ts'
import { openAccount } from '../../../support/open-account.ts'
import { OperatorMachine } from '../../../support/operator-cli.ts'
import { freshPhone, link } from '../../../support/phones.ts'
import { upload } from '../../../support/pictures.ts'
import { expectError, expectSuccess } from '../../../support/responses.ts'
import { stack, storedItem } from '../../../support/stack.ts'
import { onlyTombstone, tracesOf } from '../../../support/traces.ts'

const http = httpTo(stack.apiUrl)
/** For the purge worker. */
const me = { method: 'GET', path: '/auth/me' }
let machine: OperatorMachine

beforeAll(async () => {
  machine = await OperatorMachine.create()
})

/** Runs an action on a user, which must succeed. */
async function act(key: string, ...action: string[]): Promise<string> {
  const { code, stdout, stderr } = await machine.run('user', key, ...action, '--yes')
  expect([code, stderr]).toEqual([0, expect.stringContaining('Will ')])
  return stdout
}

const refuse = async (key: string, ...action: string[]) => {
  const { code, stdout, stderr } = await machine.run('user', key, ...action, '--yes')
  expect([code, stdout]).toEqual([1, ''])
  return stderr
}

const logInAs = (email: string, { password }: Account) =>
  http.call({ method: 'POST', path: '/auth/login', body: { email, password } })

describe('--end-sessions', () => {
  test('ends every session: all tokens get 401, and a new login works', async () => {
    const account = await openAccount(http)
    const { access_token: other } = expectSuccess(await logIn(http, account))
    expect(await act(account.email, '--end-sessions')).toBe('All sessions have ended.\n')
    expectError(await account.call(me), 401, 1001)
    const headers = { authorization: `Bearer ${other}` }
    expectError(await http.call({ ...me, headers }), 401, 1001)
    expectSuccess(await logIn(http, account))
  })
})

describe('--reset', () => {
  test('makes a code that replaces the password of an account without a phone, once', async () => {
    const account = await openAccount(http)
    const printed = await act(account.email, '--reset')
    const [, oti, otp] = /^oti (\S+)\notp (\d+)$/m.exec(printed) ?? []
    const body = { oti, otp, new_password: 'calm-river-9' }
    const reset = { method: 'POST', path: '/auth/reset-password', body }
    expectSuccess(await http.call(reset))
    expectError(await account.call(me), 401, 1001)
    expectSuccess(await logInAs(account.email, { ...account, password: body.new_password }))
    expect((await http.call(reset)).body.error.code).toBe(2008)
  })
})

describe('--points', () => {
  test('sets the points that the profile shows', async () => {
    const account = await openAccount(http)
    expect(await act(account.id, '--points', '42')).toBe('The user has 42 points.\n')
    const before = expectSuccess(await account.call(me))
    expect(before.points).toBe(42)
    await act(account.id, '--points', '0')
    const after = expectSuccess(await account.call(me))
    expect(after.points).toBe(0)
    expect(after.updated_at).toBeGreaterThan(before.updated_at)
  })

  test.each(['-1', '1000001', '1.5', 'many'])('refuses %s', async (points) => {
    const { code, stderr } = await machine.run('user', 'a@example.com', `--points=${points}`)
    expect([code, stderr]).toEqual([2, expect.stringContaining('from 0 to 1000000')])
  })
})

describe('--free-phone', () => {
  test('takes the phone from the account, so that another one can verify it', async () => {
    const [holder, other] = [await openAccount(http), await openAccount(http)]
    const phone = freshPhone()
    await link(holder, phone)
    const sent = await act(phone, '--free-phone')
    expect(sent).toBe(`+91${phone} is free.\n`)
    expect(expectSuccess(await holder.call(me))).toMatchObject({
      phone_number: null,
      is_phone_validated: false,
    })
    await link(other, phone)
    expect(await storedItem(`PHONE#+91${phone}`)).toMatchObject({ userId: other.id })
  })

  test('refuses an account without a phone', async () => {
    const { id } = await openAccount(http)
    expect(await refuse(id, '--free-phone')).toBe('error: The account has no verified phone.\n')
  })
})

describe('--set-email', () => {
  test('moves the claim: the new address logs in, and the old one can be registered', async () => {
    const account = await openAccount(http)
    const address = freshEmail()
    await act(account.email, '--set-email', ` ${address.toUpperCase()} `)
    expect(expectSuccess(await account.call(me)).email).toBe(address)
    expectSuccess(await logInAs(address, account))
    expectError(await logInAs(account.email, account), 401, 2101)
    const stranger = await register(http, { email: account.email })
    expect(await storedItem(`EMAIL#${account.email}`)).toMatchObject({ userId: stranger.id })
  })

  test('refuses an address of another account, and changes nothing', async () => {
    const [one, other] = [await openAccount(http), await openAccount(http)]
    expect(await refuse(one.id, '--set-email', other.email)).toBe(
      `error: Another account has this e-mail address: ${other.id}.\n`,
    )
    expect(expectSuccess(await one.call(me)).email).toBe(one.email)
    expectSuccess(await logIn(http, one))
    expectSuccess(await logIn(http, other))
  })

  test.each(['nobody', 'a@b..c', 'someone@freed.invalid', `${'a'.repeat(251)}@b.c`])(
    'refuses %s, as registration does',
    async (address) => {
      const { code, stderr } = await machine.run('user', 'a@b.c', '--set-email', address)
      expect([code, stderr]).toEqual([2, expect.stringContaining('that registration accepts')])
      const name = { first_name: 'John' }
      const body = { email: address, password: 'quiet-lamp-4', name }
      expectError(await http.call({ method: 'POST', path: '/auth/register', body }), 422, 1006)
    },
  )
})

describe('--free-email', () => {
  test('frees the address for its owner; nobody can log in to or register the placeholder', async () => {
    const account = await openAccount(http)
    expect(await act(account.email, '--free-email')).toBe(`${account.email} is free.\n`)
    const placeholder = `${account.id}@freed.invalid`
    expect(expectSuccess(await account.call(me)).email).toBe(placeholder)
    expectError(await logInAs(account.email, account), 401, 2101)
    expectError(await logInAs(placeholder, account), 422, 1006)
    const name = { first_name: 'John' }
    const body = { email: placeholder, password: 'quiet-lamp-4', name }
    expectError(await http.call({ method: 'POST', path: '/auth/register', body }), 422, 1006)

    const owner = await register(http, { email: account.email })
    expectSuccess(await logIn(http, owner))
    expect(await refuse(account.id, '--free-email')).toBe(
      'error: The e-mail address was freed already.\n',
    )
    const address = freshEmail()
    await act(account.id, '--set-email', address)
    expectSuccess(await logInAs(address, account))
  })

  test('leaves an account that its user can still delete', async () => {
    const account = await openAccount(http)
    await act(account.id, '--free-email')
    expectSuccess(await account.call({ method: 'DELETE', path: '/users' }))
    expect(await storedItem(`EMAIL#${account.id}@freed.invalid`)).toBeUndefined()
  })
})

describe('--delete', () => {
  test('does what DELETE /users does: sessions end, e-mail and phone are free, data is purged', async () => {
    const account = await openAccount(http)
    const phone = freshPhone()
    await link(account, phone)
    expectSuccess(await upload(account, await plain(20, 20).jpeg().toBuffer()))
    expect(await act(phone, '--delete')).toMatch(/^The account is deleted\./)
    expectError(await account.call(me), 401, 1001)
    expect(await storedItem(`USER#${account.id}`)).toBeUndefined()
    await expect
      .poll(() => tracesOf(account.id, account.email, phone), { interval: 200 })
      .toEqual(onlyTombstone)
    const again = await register(http, { email: account.email })
    await link(again, phone)
  })

  test('refuses an account that is deleted', async () => {
    const account = await openAccount(http)
    await act(account.id, '--delete')
    expect(await refuse(account.id, '--delete')).toMatch(
      /^error: (The account is deleted: it has no profile|Nothing is stored under \w+)\.\n$/,
    )
  })
})

describe('an action', () => {
  test('says account, stack, stage, region and what it will do', async () => {
    const account = await openAccount(http)
    const { stderr } = await machine.run('user', account.id, '--points', '7', '--yes')
    expect(stderr).toMatch(
      new RegExp(
        '^Account  local, as \\S+\nStack    user-api-local \\(stage local\\), ap-south-1\n' +
          `User     ${account.id}\nWill     set the points from 0 to 7\\.\n$`,
      ),
    )
  })

  test('with --json prints what was done as one JSON document', async () => {
    const { id } = await openAccount(http)
    const { stdout } = await machine.run('user', id, '--points', '7', '--yes', '--json')
    const done = 'The user has 7 points.'
    expect(JSON.parse(stdout)).toEqual({ user_id: id, action: 'points', done })
  })

  test('cannot be combined with another one', async () => {
    const { code, stderr } = await machine.run('user', 'a@b.c', '--delete', '--points', '7')
    expect([code, stderr]).toEqual([2, expect.stringContaining("cannot be used with option '--")])
  })
})
