import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runImport } from '../../../../infra/ops/import/run-import.ts'
import type { User } from '../../../../shared/accounts/user.ts'
import { callAs, freshEmail } from '../../../support/accounts.ts'
import { direct, drivers } from '../../../support/drivers.ts'
import { freshPhone } from '../../../support/phones.ts'
import { expectSuccess } from '../../../support/responses.ts'
import { storedItem } from '../../../support/stack.ts'

/** A line of the file of users; a test may put anything there. */
export type Line = Record<string, unknown> & { id: string; email: string }

// Over HTTP, because only bundles load the code for imported hashes on demand. A mutation run has only `direct`.
const driver = drivers.at(-1) ?? direct

/** The password of `lineOf`, and its bcrypt hash by another implementation. */
export const PASSWORD = 'quiet-lamp-4'
export const BCRYPT = '$2b$06$gk.F7FJll1D7g9Gqh9XmRut9AghLSTm8HyUVBX2T67ZUze/HfaIzG'

/** A complete line of a new user, with other values where given. */
export function lineOf(given: object = {}): Line {
  return {
    id: randomBytes(12).toString('hex'),
    email: freshEmail(),
    name: { first_name: 'Asha', last_name: 'Rao' },
    phone_number: { code: '+91', value: freshPhone() },
    password_hash: BCRYPT,
    points: 40,
    created_at: 1_600_000_000_000,
    ...given,
  }
}

/** Writes lines to a new file: objects as JSON, texts as they are. */
export async function fileOf(
  lines: readonly (object | string)[],
  name = 'users.jsonl',
): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'user api import-')), name)
  await rewrite(file, lines)
  return file
}

/** Writes other lines to a file. */
export async function rewrite(file: string, lines: readonly (object | string)[]): Promise<void> {
  const texts = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)))
  await writeFile(file, `${texts.join('\n')}\n`)
}

/** Imports lines from a new file. Returns the report, the failed lines and the file. */
export async function importLines(lines: readonly (object | string)[]) {
  const file = await fileOf(lines)
  const report = await runImport({ users: file })
  return { file, report, failed: await resultOf(file, 'failed') }
}

/** The lines of a result file; none when it does not exist. */
export async function resultOf(file: string, name: string): Promise<Record<string, unknown>[]> {
  const path = `${file}.${name}.jsonl`
  if (!existsSync(path)) return []
  const lines = (await readFile(path, 'utf8')).trim().split('\n')
  return lines.map((line) => JSON.parse(line))
}

/** The stored profile of a user. */
export async function profileOf(id: string): Promise<User | undefined> {
  return (await storedItem(`USER#${id}`)) as User | undefined
}

/** Logs in. */
export async function logInWith(email: string, password = PASSWORD) {
  return await driver.call({ method: 'POST', path: '/auth/login', body: { email, password } })
}

/** Logs in, and returns the account with its token. */
export async function accountOf({ id, email }: Line, password = PASSWORD) {
  const { access_token: token } = expectSuccess(await logInWith(email, password))
  return { id, email, password, token, call: callAs(driver, token) }
}
