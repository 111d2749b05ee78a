import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { freshEmail, register } from '../../../support/accounts.ts'
import { httpTo } from '../../../support/http-driver.ts'
import { openAccount } from '../../../support/open-account.ts'
import { OperatorMachine } from '../../../support/operator-cli.ts'
import { challenge, freshPhone, link, send } from '../../../support/phones.ts'
import { expectError } from '../../../support/responses.ts'
import { stack, storedItem } from '../../../support/stack.ts'

const http = httpTo(stack.apiUrl)
const text = readFileSync(resolve(import.meta.dirname, '../../../../docs/runbook.md'), 'utf8')
let machine: OperatorMachine

beforeAll(async () => {
  machine = await OperatorMachine.create()
})

/** The commands of a section, blocks and inline ones, in order. */
function commandsOf(title: string): string[] {
  const [, section = ''] = text.split(`### ${title}\n`)
  const own = section.split(/^##/m)[0] ?? ''
  return [...own.matchAll(/npm run (user -- .+?) --stage prod/g)].map(([, command = '']) => command)
}

/** Runs the commands of a section. `names` replaces the names that the runbook uses by those of the test. */
async function follow(title: string, names: Record<string, string>): Promise<string[]> {
  const commands = commandsOf(title)
  expect(commands.length).toBeGreaterThan(0)
  const printed: string[] = []
  for (const command of commands) {
    const [name = '', , ...args] = command.split(' ').map((word) => names[word] ?? word)
    const isAction = args.length > 1
    const { code, stdout, stderr } = await machine.run(
      name,
      ...args,
      ...(isAction ? ['--yes'] : []),
    )
    expect([command, code, stderr]).toEqual([command, 0, expect.not.stringContaining('error')])
    printed.push(stdout)
  }
  return printed
}

describe('the runbook’s commands', () => {
  test('make a code that resets a password without a phone', async () => {
    const { email } = await openAccount(http)
    const title = 'I forgot my password, and no phone of mine is verified'
    const [printed = ''] = await follow(title, { 'anna@example.com': email })
    const [, oti, otp] = /^oti (\S+)\notp (\d+)$/m.exec(printed) ?? []
    const body = { oti, otp, new_password: 'calm-river-9' }
    const { status } = await http.call({ method: 'POST', path: '/auth/reset-password', body })
    expect(status).toBe(200)
  })

  test('give an address back to its owner, and another one to the other person', async () => {
    const other = await openAccount(http)
    const right = freshEmail()
    await follow('Somebody else registered my address', {
      'anna@example.com': other.email,
      '<id>': other.id,
      'right@example.com': right,
    })
    await register(http, { email: other.email })
    expect(await storedItem(`EMAIL#${right}`)).toMatchObject({ userId: other.id })
    expectError(await other.call({ method: 'GET', path: '/auth/me' }), 401, 1001)
  })

  test('give a number to the person who has it now', async () => {
    const [old, person] = [await openAccount(http), await openAccount(http)]
    const phone = freshPhone()
    await link(old, phone)
    expectError(await send(person, phone), 409, 3708)
    const [shown] = await follow('My number belongs to an old account', {
      '+919876543210': `+91${phone}`,
    })
    expect(shown).toContain(`claims\n  email ${old.email} → this user`)
    const again = await openAccount(http)
    expect(await challenge(again, phone)).toMatchObject({ value: phone })
  })

  test('export a person', async () => {
    const person = await openAccount(http)
    await follow('I want my data', { 'anna@example.com': person.email })
    const exported = JSON.parse(await readFile(join(machine.folder, 'anna.json'), 'utf8'))
    expect(exported).toMatchObject({ id: person.id, profile: { email: person.email } })
  })

  test('delete a child’s account', async () => {
    const child = await openAccount(http)
    await follow("Delete my child's account", { 'child@example.com': child.email })
    expect(await storedItem(`USER#${child.id}`)).toBeUndefined()
  })
})
