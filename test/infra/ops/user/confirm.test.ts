import { execFile } from 'node:child_process'
import { PassThrough } from 'node:stream'
import { beforeAll, describe, expect, test } from 'vitest'
import { requireConfirmation } from '../../../../infra/ops/audited/confirm.ts'
import { direct } from '../../../support/drivers.ts'
import { openAccount } from '../../../support/open-account.ts'
import { CLI, OperatorMachine } from '../../../support/operator-cli.ts'
import { expectSuccess } from '../../../support/responses.ts'

const me = { method: 'GET', path: '/auth/me' }
let machine: OperatorMachine

beforeAll(async () => {
  machine = await OperatorMachine.create()
})

describe('an action without --yes', () => {
  test('is refused without a terminal: nothing is done or recorded', async () => {
    const account = await openAccount(direct)
    const { code, stdout, stderr } = await machine.run('user', account.id, '--points', '7')
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(
      /\nerror: This must be confirmed, and there is no terminal\. Add --yes\. Nothing was done\.\n$/,
    )
    expect(expectSuccess(await account.call(me)).points).toBe(0)
    expect(await machine.audit()).toEqual([])
  })

  // util-linux's `script` runs a program in a terminal.
  test.runIf(process.platform === 'linux')(
    'asks in a terminal, and does it after yes',
    async () => {
      const account = await openAccount(direct)
      const inTerminal = (typed: string) => {
        const command = `'${process.execPath}' '${CLI}' user ${account.id} --points 7 --outputs outputs.json`
        const { promise, resolve } = Promise.withResolvers<string>()
        const options = { env: machine.env, cwd: machine.folder }
        const child = execFile('script', ['-qec', command, '/dev/null'], options, (_, stdout) =>
          resolve(stdout),
        )
        child.stdout?.on('data', (text) => {
          if (String(text).includes('Type yes')) child.stdin?.end(`${typed}\n`)
        })
        return promise
      }
      expect(await inTerminal('y')).toContain('error: Not confirmed. Nothing was done.')
      expect(expectSuccess(await account.call(me)).points).toBe(0)
      expect(await inTerminal('yes')).toContain('The user has 7 points.')
      expect(expectSuccess(await account.call(me)).points).toBe(7)
    },
  )
})

describe('the confirmation', () => {
  const answer = async (...typed: string[]) => {
    const input = Object.assign(new PassThrough(), { isTTY: true })
    const output = new PassThrough()
    const confirmed = requireConfirmation({ input, output })
    input.end(typed.join(''))
    await confirmed
    return String(output.read())
  }

  test.each(['yes\n', ' YES \n'])('accepts %j', async (typed) => {
    expect(await answer(typed)).toContain('Type yes to do it: ')
  })

  test.each(['no\n', 'y\n', '\n', ''])('refuses %j', async (typed) => {
    await expect(answer(typed)).rejects.toThrow('Not confirmed. Nothing was done.')
  })
})
