import { readFile, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { exportAction } from '../../../../infra/ops/user/export.ts'
import { findUser } from '../../../../infra/ops/user/find-user.ts'
import { issueRecoveryCode } from '../../../../shared/password-recovery/issue-recovery-code.ts'
import { type Account, callAs, register } from '../../../support/accounts.ts'
import { attemptOf, deliver } from '../../../support/attempts.ts'
import { direct } from '../../../support/drivers.ts'
import { httpTo } from '../../../support/http-driver.ts'
import { plain } from '../../../support/images.ts'
import { OperatorMachine } from '../../../support/operator-cli.ts'
import { challenge, freshPhone, link, verify, wrongOtps } from '../../../support/phones.ts'
import { storedKeys, upload } from '../../../support/pictures.ts'
import { expectError, expectSuccess } from '../../../support/responses.ts'
import { stack, storedItemsOfAllTables } from '../../../support/stack.ts'

const http = httpTo(stack.apiUrl)
/** What an export leaves out: secrets, hashes, and the times at which DynamoDB's TTL removes items. */
const HASHES = ['passwordHash', 'secretHash', 'proof', 'credentials', 'identifierHash']
const LEFT_OUT = [...HASHES, 'seen', 'expiresAt']
let machine: OperatorMachine
let account: Account
let exported: Record<string, unknown>
let text: string
let secrets: string[]

/** Every value in a tree, as text. */
function valuesIn(tree: unknown): string[] {
  if (tree instanceof Set) return []
  if (typeof tree !== 'object' || tree === null) return [String(tree)]
  return Object.values(tree).flatMap(valuesIn)
}

/** The values of an item that an export must have: of a key, what stands behind its prefix. */
function expectedOf({ pk, sk, ...attributes }: Record<string, unknown>): string[] {
  const withoutSecrets = JSON.parse(
    JSON.stringify(attributes, (name, value) => (LEFT_OUT.includes(name) ? undefined : value)),
  )
  const id = /^(?:MCQ|ATTEMPT|TRIES)#(.+)$/.exec(String(sk))?.[1]
  return [...valuesIn(withoutSecrets), ...(id ? [id] : [])]
}

beforeAll(async () => {
  machine = await OperatorMachine.create()
  account = await register(http, { year: 2, major: 'Cognitive Science' })
  const phone = freshPhone()
  await link(account, phone)
  const details = { background_info: 'Engineer', attempt_number: 3, attempt_year: 2027 }
  expectSuccess(await account.call({ method: 'PATCH', path: '/users/info', body: details }))
  expectSuccess(await upload(account, await plain(80, 60).jpeg().toBuffer()))
  await deliver([attemptOf(account.id), attemptOf(account.id, { is_correct: false })])
  const about = { content_id: 'a'.repeat(24), content_short_uid: 'M01234', content_type: 2 }
  const report = { ...about, issue_type: 1, comments: 'Wrong' }
  const path = '/users/report?course_id=1'
  expectSuccess(await account.call({ method: 'POST', path, body: report }))
  const wrong = { password: 'wrong', newPassword: 'a', confPassword: 'a' }
  await account.call({ method: 'PATCH', path: '/app/api/v1/user', body: { user: wrong } })
  vi.stubEnv('OTP_COOLDOWN_SECONDS', '0')
  const inProcess = { ...account, call: callAs(direct, account.token) }
  const sent = await challenge(inProcess, freshPhone())
  vi.unstubAllEnvs()
  const [guess = ''] = wrongOtps(sent.otp, 1)
  expectError(await verify(account, { ...sent, otp: guess }), 400, 2002)
  const { password, token } = account
  const code = await issueRecoveryCode(account.id)
  secrets = [token.slice(-43), token.slice(27, 43), password, sent.otp, sent.oti]
  secrets.push(code?.oti ?? '', code?.otp ?? '')

  const done = await machine.run('user', account.id, '--export', 'anna.json', '--yes')
  expect(done.code).toBe(0)
  text = await readFile(join(machine.folder, 'anna.json'), 'utf8')
  exported = JSON.parse(text)
})

describe('--export', () => {
  test('has every stored item of the person, and every value of it except secrets', async () => {
    const items = await storedItemsOfAllTables()
    const own = items.filter((item) => {
      const all = JSON.stringify(item)
      return [account.id, account.email].some((one) => all.includes(one))
    })
    // Profile, two claims, day, head, two MCQs, two attempts, report, and counters.
    expect(own.length).toBeGreaterThan(10)
    const values = new Set(valuesIn(exported))
    for (const item of own) {
      const missing = expectedOf(item).filter((value) => !values.has(value))
      expect({ item: item.pk, sk: item.sk, missing }).toEqual({
        item: item.pk,
        sk: item.sk,
        missing: [],
      })
    }
    const keys = await storedKeys(account)
    expect(keys).toHaveLength(1)
    expect(exported.pictures).toMatchObject(keys.map((key) => ({ key })))
  })

  test('has no secret and no hash', async () => {
    const items = await storedItemsOfAllTables()
    const profile = items.find((item) => item.pk === `USER#${account.id}` && !item.sk) ?? {}
    const hashes = [String(profile.passwordHash), ...secretHashesOf(profile)]
    expect(hashes.length).toBeGreaterThan(1)
    for (const secret of [...secrets, ...hashes]) expect(text).not.toContain(secret)
    expect(text).not.toMatch(/argon2|secretHash|passwordHash|proof|credentials|identifierHash/)
  })

  test('can be read by nobody else on the machine', async () => {
    const { mode } = await stat(join(machine.folder, 'anna.json'))
    expect(mode & 0o777).toBe(0o600)
  })

  test('does not overwrite a file', async () => {
    await writeFile(join(machine.folder, 'there.json'), 'kept')
    const { code, stderr } = await machine.run(
      'user',
      account.id,
      '--export',
      'there.json',
      '--yes',
    )
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^error: .+\/there\.json exists already/),
    ])
    expect(await readFile(join(machine.folder, 'there.json'), 'utf8')).toBe('kept')
  })

  test('names a folder that does not exist, before it asks', async () => {
    const file = join(machine.folder, 'none', 'anna.json')
    const { code, stderr } = await machine.run('user', account.id, '--export', file, '--yes')
    expect([code, stderr]).toEqual([1, `error: There is no folder ${dirname(file)}.\n`])
  })

  test('does not overwrite a file that appears while it asks', async () => {
    const found = await findUser(account.id)
    const path = join(machine.folder, 'late.json')
    const plan = found && (await exportAction.plan(found, path))
    await writeFile(path, 'kept')
    await expect(plan?.perform()).rejects.toThrow('EEXIST')
    expect(await readFile(path, 'utf8')).toBe('kept')
  })

  test('is what --json shows, with the time of the export', async () => {
    const { stdout } = await machine.run('user', account.id, '--json')
    const { exported_at, ...record } = exported
    expect(JSON.parse(stdout)).toEqual(record)
    expect(exported_at).toBeLessThanOrEqual(Date.now())
  })

  test('text shows the same kinds of data', async () => {
    const { stdout } = await machine.run('user', account.email)
    const titles = stdout.split('\n').filter((line) => /^\S/.test(line))
    const kinds = [
      'id',
      'profile',
      'claims',
      'sessions',
      'OTPs',
      'password resets',
      'counters',
      'stats',
      'reports',
      'pictures',
    ]
    expect(titles).toEqual(kinds)
    expect(stdout).toContain('2024-04-28: 2 first attempts (1 correct)')
    expect(stdout).toContain('Wrong')
  })
})

function secretHashesOf({ sessions }: Record<string, unknown>): string[] {
  const stored = Object.values((sessions ?? {}) as Record<string, { secretHash: string }>)
  return stored.map(({ secretHash }) => secretHash)
}
