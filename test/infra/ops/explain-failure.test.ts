import { once } from 'node:events'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { explainFailure } from '../../../infra/ops/explain-failure.ts'
import { runWithoutStack } from '../../support/run-command.ts'

describe('a mistake gets a line that says what to do, without a stack trace', () => {
  const file = async (name: string, content: string) => {
    const path = join(await mkdtemp(join(tmpdir(), 'user api-')), name)
    await writeFile(path, content)
    return path
  }
  const outputsOf = (given: object) =>
    file('outputs.json', JSON.stringify({ stack: { UsersTableName: 'Users', ...given } }))

  test('no stack was ever started', async () => {
    for (const [command = '', ...args] of [['reports'], ['sms']]) {
      expect(await runWithoutStack(command, ...args)).toEqual({
        code: 1,
        stdout: '',
        stderr: 'error: The local stack was never started: run `npm start`.\n',
      })
    }
  })

  test('the stack is not running', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    server.close()
    const url = `http://127.0.0.1:${port}`
    const path = await outputsOf({ ApiUrl: url, AwsEndpointUrl: url })
    for (const [command = '', ...args] of [['reports'], ['sms'], ['user', 'a@b.c']]) {
      expect(await runWithoutStack(command, ...args, '--outputs', path)).toEqual({
        code: 1,
        stdout: '',
        stderr: `error: No response at 127.0.0.1:${port}: the local stack is not running. Run \`npm start\`.\n`,
      })
    }
  })

  test.each([
    ['does not exist', async () => '/nowhere.json', 'There is no file /nowhere.json.'],
    ['is not JSON', () => file('x.json', 'UsersTableName'), 'is not valid JSON'],
    [
      'belongs to another stack',
      () => file('x.json', '{"stack":{}}'),
      'has no outputs of this stack',
    ],
  ])('the outputs file %s', async (_, path, message) => {
    const { code, stderr } = await runWithoutStack('reports', '--outputs', await path())
    expect(code).toBe(1)
    expect(stderr).toMatch(/^error: [^\n]+\n$/)
    expect(stderr).toContain(message)
  })

  const deployed = {
    ApiUrl: 'https://d111111abcdef8.cloudfront.net',
    Stage: 'prod',
    Account: '111122223333',
    Region: 'ap-south-1',
  }

  test('there are no credentials for a deployed stack', async () => {
    const path = await outputsOf(deployed)
    expect(await runWithoutStack('reports', '--outputs', path)).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'Using stack stack of stage prod, in account 111122223333, region ap-south-1.\n' +
        'error: There are no AWS credentials. Run `aws sso login`, or set AWS_PROFILE.\n',
    })
  })

  test('the outputs of a deployed stack name no region', async () => {
    const path = await outputsOf({ ...deployed, Region: undefined })
    expect((await runWithoutStack('reports', '--outputs', path)).stderr).toBe(
      'error: The outputs of stack name no Region: deploy it again.\n',
    )
  })

  test.each([
    ['e2e', []],
    ['flag', []],
    ['import', ['package.json']],
    ['reports', []],
    ['restore', ['--table', 'users', '--to', '2026-11-22T10:00:00Z']],
    ['user', ['demo@example.com']],
  ])('a stage was not deployed from this folder: %s', async (command, args) => {
    expect((await runWithoutStack(command, ...args, '--stage', 'prd')).stderr).toBe(
      'error: There is no file outputs.prd.json. `npm run deploy` writes outputs.<stage>.json.\n',
    )
  })

  test('a deployed stack has no inbox', async () => {
    const path = await outputsOf(deployed)
    expect((await runWithoutStack('sms', '--outputs', path)).stderr).toContain(
      'error: Only the local stack has an inbox: a deployed stack sends SMS to phones.\n',
    )
  })
})

test.each([
  ['UnrecognizedClientException', /^AWS refuses these credentials/],
  ['ExpiredTokenException', /^AWS refuses these credentials/],
  ['ResourceNotFoundException', /^The stack of these outputs does not exist/],
  ['AccessDeniedException', /^These credentials lack a permission: no$/],
  ['Error', /^no$/],
])('%s is explained', (name, expected) => {
  expect(explainFailure(Object.assign(new Error('no'), { name }))).toMatch(expected)
})

test.each([
  ['ENOTFOUND', 'AWS cannot be reached. Is this machine online, and AWS_REGION correct?'],
  ['EAI_AGAIN', 'AWS cannot be reached. Is this machine online?'],
])('%s of a request is explained, also as the cause of another error', (code, advice) => {
  const cause = Object.assign(new Error(`getaddrinfo ${code}`), { code })
  expect(explainFailure(cause)).toBe(advice)
  expect(explainFailure(new TypeError('fetch failed', { cause }))).toBe(advice)
})
