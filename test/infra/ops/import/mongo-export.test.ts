import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { newObjectId } from '../../../../shared/object-id.ts'
import { freshEmail } from '../../../support/accounts.ts'
import { freshPhone } from '../../../support/phones.ts'
import { expectSuccess } from '../../../support/responses.ts'
import { fileOf, importLines, logInWith } from './import-fixture.ts'

const page = readFileSync(new URL('../../../../docs/adoption.md', import.meta.url), 'utf8')
const blockOf = (language: string) =>
  new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 's').exec(page)?.[1] ?? ''

test('the script of docs/adoption.md makes lines of its example from MongoDB, and they are imported', async () => {
  const [id, email, phone] = [newObjectId(), freshEmail(), freshPhone()]
  const exported = { ...JSON.parse(blockOf('json')), _id: { $oid: id }, email: email.toUpperCase() }
  exported.phone_number.value = phone
  const unverified = {
    ...exported,
    _id: { $oid: newObjectId() },
    email: freshEmail(),
    is_phone_validated: false,
  }
  const script = join(dirname(await fileOf([])), 'to-lines.mjs')
  await writeFile(script, blockOf('js'))
  const lines = await outputOf(script, [exported, unverified])
  expect((await importLines(lines)).failed).toEqual([])

  const { user } = expectSuccess(await logInWith(email))
  expect(user).toMatchObject({
    id,
    email,
    name: { first_name: 'Asha', last_name: 'Rao' },
    phone_number: { value: phone },
    points: 40,
    created_at: Date.UTC(2020, 7, 6, 2, 35, 10, 123),
  })
  const other = expectSuccess(await logInWith(unverified.email))
  expect(other.user).toMatchObject({ phone_number: null, is_phone_validated: false })
})

/** Runs a script with objects on its standard input, one a line. Returns the lines that it prints. */
async function outputOf(script: string, given: readonly object[]): Promise<string[]> {
  const { promise, resolve, reject } = Promise.withResolvers<string[]>()
  const child = execFile(process.execPath, [script], (error, stdout) => {
    if (error) reject(error)
    else resolve(stdout.trim().split('\n'))
  })
  child.stdin?.end(given.map((one) => JSON.stringify(one)).join('\n'))
  return await promise
}
