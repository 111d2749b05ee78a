import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { globSync } from 'node:fs'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { OperatorMachine } from '../../support/operator-cli.ts'
import { runWithoutStack } from '../../support/run-command.ts'

/** Commands that print no document, so they have no --json. */
const WITHOUT_JSON = ['deploy', 'explain-stack']
const COMMANDS = [
  ...WITHOUT_JSON,
  'costs',
  'docs',
  'e2e',
  'flag',
  'iam',
  'import',
  'losses',
  'preflight',
  'release',
  'reports',
  'reset',
  'restore',
  'seed',
  'sms',
  'user',
]

describe('a command', () => {
  test.each(COMMANDS)(
    '%s has a --help that explains it, each argument and each option, with examples',
    async (command) => {
      const { code, stdout, stderr } = await runWithoutStack(command, '--help')
      expect([code, stderr]).toEqual([0, ''])
      const [usage = '', purpose, ...sections] = stdout.replace(/\n+$/, '').split('\n\n')
      expect(usage).toContain(`Usage: npm run ${command} --`)
      // One or more sentences.
      expect(purpose).toMatch(/^[A-Z].*\.$/s)
      const lines = (title: string) => {
        const [, ...lines] =
          sections.find((one) => one.startsWith(`${title}:\n`))?.split('\n') ?? []
        return lines
      }
      // Each begins with its name. Lines that continue a text are indented by more.
      const explained = [...lines('Arguments'), ...lines('Options')].filter((line) =>
        /^ {2}\S/.test(line),
      )
      expect(explained.filter((line) => !/\S {2,}\S/.test(line))).toEqual([])
      expect(explained.some((line) => line.startsWith('  --json '))).toBe(
        !WITHOUT_JSON.includes(command),
      )
      const examples = lines('Examples')
      expect(examples.length).toBeGreaterThan(0)
      const names = new RegExp(`^  (?:[A-Z_]+=\\S+ )?npm run ${command}\\b`)
      expect(examples.filter((line) => !names.test(line))).toEqual([])
    },
  )

  test.each([
    ['costs', 'It must be a whole number from 1 to', ['--users', '0']],
    ['e2e', "unknown option '--force'", ['--force']],
    ['e2e', 'too many arguments', ['outputs.json']],
    ['flag', "'nothing' is invalid for argument 'name'", ['nothing', 'on']],
    ['flag', 'name the new state, on or off', ['response_encryption']],
    ['flag', "'yes' is invalid for argument 'state'", ['response_encryption', 'yes']],
    ['flag', "unknown option '--force'", ['response_encryption', 'on', '--force']],
    ['flag', 'Name only one stack.', ['--stage', 'prod', '--outputs', 'outputs.dev.json']],
    ['iam', "unknown option '--outputs'", ['--outputs', 'outputs.json']],
    ['iam', 'too many arguments', ['users']],
    ['import', 'It must be an origin', ['users.jsonl', '--pictures-from', 'cdn.example.com']],
    ['import', 'It must be an origin', ['users.jsonl', '--pictures-from', 'https://a.test/path']],
    ['preflight', "required option '-c, --context", []],
    ['release', "required option '-c, --context", []],
    ['release', 'name the stage, e.g. stage=prod', ['-c', 'prod']],
    ['reports', 'too many arguments', ['a', 'b']],
    ['reset', "unknown option '--outputs'", ['--outputs', 'x.json']],
    ['restore', "required option '--stage", ['--table', 'users', '--to', '2026-11-22T10:00:00Z']],
    ['restore', "required option '--table", ['--stage', 'prod']],
    ['sms', "unknown option '--stage'", ['--stage', 'prod']],
    ['seed', 'too many arguments', ['120']],
    ['seed', 'It must be a whole number from 1 to 1000.', ['--days', '0']],
    ['seed', 'It must be a whole number from 1 to 1000.', ['--days', '1001']],
    ['seed', 'It must be a whole number from 1 to 1000.', ['--days', 'many']],
    ['reports', 'It must be 24 hex digits.', ['xyz']],
    ['sms', 'It must have digits.', ['--to', 'abc']],
    ['user', "missing required argument 'user'", []],
    ['user', 'It must be a whole number', ['a@b.c', '--points', '']],
    ['user', 'It must be a whole number', ['a@b.c', '--points', '1e3']],
  ])('%s refuses wrong usage: %s', async (command, message, args) => {
    const { code, stdout, stderr } = await runWithoutStack(command, ...args)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(message)
    expect(stderr).toContain(`Usage: npm run ${command} --`)
  })

  test('that does not exist is refused with the list of commands', async () => {
    expect(await runWithoutStack('users')).toEqual({
      code: 2,
      stdout: '',
      stderr:
        "error: unknown command 'users'. Commands: costs, deploy, docs, e2e, explain-stack, flag, iam, import, losses, preflight, release, reports, reset, restore, seed, sms, user\n",
    })
  })
})

// The other tests run the commands in the test process, where vitest compiles them.
test('every file of the commands loads in Node itself', async () => {
  const folder = fileURLToPath(new URL('../../../infra/ops/', import.meta.url))
  const files = globSync('**/*.ts', { cwd: folder }).filter((name) => name !== 'cli.ts')
  const urls = JSON.stringify(files.map((name) => pathToFileURL(join(folder, name)).href))
  const code = `for (const url of ${urls}) await import(url)`
  const args = ['--input-type=module', '--eval', code]
  expect(await promisify(execFile)(process.execPath, args)).toEqual({ stdout: '', stderr: '' })
})

describe('with a pipe whose reader has ended, a command writes no line', () => {
  const script = fileURLToPath(new URL('../../../infra/ops/cli.ts', import.meta.url))
  const codeOf = async (args: string) => {
    const { promise, resolve } = Promise.withResolvers<string>()
    const pipe = `"$0" "$1" ${args} 2>&3 | true; echo $PIPESTATUS`
    execFile('bash', ['-c', `exec 3>&2; ${pipe}`, process.execPath, script], (_, ...written) => {
      resolve(written.join(''))
    })
    return await promise
  }

  test('and exits with 0 when it succeeds', async () => {
    expect(await codeOf('user --help')).toBe('0\n')
  })

  // `set -o pipefail; npm run losses … | head -1 && npm run deploy …` must not deploy.
  test('and exits with 1 when it fails later', async () => {
    const released = await mkdtemp(join(tmpdir(), 'user api-'))
    const table = { Type: 'AWS::DynamoDB::GlobalTable', Properties: {} }
    await writeFile(
      join(released, 'prod.template.json'),
      JSON.stringify({ Resources: { Table: table } }),
    )
    const written = await codeOf(`losses -c stage=prod --released '${released}'`)
    expect(written).toMatch(/^1\n(?:.*\n)*error: A deployment of stage "prod" would lose resources/)
  })

  test('and ends when it would wait for ever', async () => {
    const snapshot = { sms: [{ to: '+919876543210', body: 'first', sent_at: 0 }] }
    // Never ends its response.
    const server = createServer((_, response) => {
      response.write(`event: snapshot\ndata: ${JSON.stringify(snapshot)}\n\n`)
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const stack = { ApiUrl: url, AwsEndpointUrl: url, UsersTableName: 'u' }
    const { folder } = await OperatorMachine.create(stack)
    expect(await codeOf(`sms --follow --outputs '${join(folder, 'outputs.json')}'`)).toBe('0\n')
    server.closeAllConnections()
    server.close()
  })
})
