import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { globSync } from 'node:fs'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, test } from 'vitest'
import { explainFailure } from '../../../infra/ops/explain-failure.ts'
import { expectSuccess } from '../../support/answers.ts'
import { direct } from '../../support/drivers.ts'
import { openAccount } from '../../support/open-account.ts'
import { programEnvironment } from '../../support/program-environment.ts'
import { runCommand } from '../../support/run-command.ts'
import { stack } from '../../support/stack.ts'

let outputsFile: string
beforeAll(async () => {
  outputsFile = join(await mkdtemp(join(tmpdir(), 'user api-')), 'outputs.json')
  const outputs = {
    AwsEndpointUrl: stack.awsEndpointUrl,
    UsersTableName: stack.usersTableName,
    ReportsTableName: stack.reportsTableName,
  }
  await writeFile(outputsFile, JSON.stringify({ 'user-api-local': outputs }))
})

const run = (...args: string[]) =>
  runCommand(args, {
    env: {
      ...programEnvironment,
      LOCAL_FOLDER: '/nowhere',
    },
  })

describe('npm run reports', () => {
  test('lists contents, most reported first, and the reports of one content', async () => {
    const often = randomBytes(12).toString('hex')
    const seldom = randomBytes(12).toString('hex')
    const report = async (content: string, comments: string) => {
      const { call } = await openAccount(direct)
      const body = { content_id: content, content_type: 2, issue_type: 1, comments }
      expectSuccess(await call({ method: 'POST', path: '/users/report?course_id=1', body }))
    }
    await report(seldom, 'Only\tone')
    for (let i = 0; i < 4; i++) await report(often, `Wrong answer ${i}`)

    const all = await run('reports', '--json', '--outputs', outputsFile)
    const ours = JSON.parse(all.stdout).filter(({ contentId }: { contentId: string }) =>
      [often, seldom].includes(contentId),
    )
    expect(ours).toMatchObject([
      { contentId: often, contentType: 'MCQ', reports: 4 },
      { contentId: seldom, reports: 1 },
    ])

    const one = await run('reports', often.toUpperCase(), '--json', '--outputs', outputsFile)
    const comments = JSON.parse(one.stdout).map((row: { comments: string }) => row.comments)
    expect(comments.sort()).toEqual([0, 1, 2, 3].map((i) => `Wrong answer ${i}`))

    const table = await run('reports', seldom, '--outputs', outputsFile)
    expect(table.stdout).toContain('Only one')
  })
})

describe('npm run flag', () => {
  test('shows the flags', async () => {
    const { stdout } = await run('flag', '--outputs', outputsFile)
    expect(stdout).toBe('response_encryption is off.\n')
    const { stdout: json } = await run('flag', '--json', '--outputs', outputsFile)
    expect(JSON.parse(json)).toEqual({ response_encryption: false })
  })
})

test('npm run docs does not write files that are up to date', async () => {
  const { stdout } = await run('docs')
  expect(stdout).toBe('Everything is up to date.\n')
})

describe('npm run costs', () => {
  test('prints what requests cost and which limit comes first', async () => {
    const { code, stdout } = await run('costs', '--users', '500000')
    expect(code).toBe(0)
    expect(stdout).toMatch(/`GET \/auth\/me` +1 +1 +1 +0 /)
    expect(stdout).toMatch(/^500,000 .*`tableThroughput`: WRU a second of the stats table/m)
  })

  test('prints the same as JSON', async () => {
    const { stdout } = await run('costs', '--json')
    expect(Object.keys(JSON.parse(stdout))).toEqual(['requests', 'first', 'all'])
  })
})

test('npm run without a name lists the commands grouped by purpose', async () => {
  const file = new URL('../../../package.json', import.meta.url)
  const { scripts } = JSON.parse(await readFile(file, 'utf8'))
  const byPurpose = [
    // In this order: run and look inside, test, check, deploy, measure.
    ['start', 'reset', 'sms', 'user', 'seed', 'reports', 'flag', 'import'],
    ['test', 'test:unit', 'test:watch', 'test:stack', 'coverage', 'e2e', 'iam', 'torture'],
    ['check', 'check:imports', 'lint:templates', 'fix', 'docs', 'client'],
    ['synth', 'diff', 'losses', 'preflight', 'rehearse', 'bootstrap', 'deploy', 'release'],
    ['destroy', 'load', 'costs', 'bench', 'bench:costs', 'bench:growth', 'bench:pictures'],
    ['bench:rules', 'bench:start', 'bench:local', 'tune', 'budget'],
  ].flat()
  expect(Object.keys(scripts).filter((name) => byPurpose.includes(name))).toEqual(byPurpose)
})

test('the source of every script of our own names a reader of its arguments', async () => {
  const root = new URL('../../../', import.meta.url)
  const { scripts } = JSON.parse(await readFile(new URL('package.json', root), 'utf8'))
  const files = Object.values<string>(scripts).flatMap((script) => {
    const [, file] = /launch\.mjs ((?:infra|test)\/[\w./-]+)/.exec(script) ?? []
    // The CDK CLI reads the arguments of its apps; the commands' own test is below.
    return file && !/cli\.ts|app\.ts/.test(file) ? [file] : []
  })
  expect(files.length).toBeGreaterThan(15)
  for (const file of new Set(files)) {
    const source = await readFile(new URL(file, root), 'utf8')
    expect([file, source]).toEqual([
      file,
      expect.stringMatching(/scriptCommand\(|requireNoOptions\(|openInspector\(/),
    ])
  }
})

describe('a command', () => {
  test.each([
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
  ])('%s has a --help with examples', async (command) => {
    const { code, stdout, stderr } = await run(command, '--help')
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toContain(`Usage: npm run ${command} --`)
    expect(stdout).toContain('  --json ')
    expect(stdout).toMatch(new RegExp(`Examples:\n  npm run ${command}`))
  })

  test.each([
    ['costs', 'It must be a whole number from 1 to', ['--users', '0']],
    ['e2e', "unknown option '--force'", ['--force']],
    ['e2e', 'too many arguments', ['outputs.json']],
    ['flag', "'nothing' is invalid for argument 'name'", ['nothing', 'on']],
    ['flag', 'name the new state, on or off', ['response_encryption']],
    ['flag', "'yes' is invalid for argument 'state'", ['response_encryption', 'yes']],
    ['flag', "unknown option '--force'", ['response_encryption', 'on', '--force']],
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
    const { code, stdout, stderr } = await run(command, ...args)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(message)
    expect(stderr).toContain(`Usage: npm run ${command} --`)
  })

  test('that does not exist is refused with the list of commands', async () => {
    expect(await run('users')).toEqual({
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

describe('a deployed stack', () => {
  const outputs = { UsersTableName: 'u', Stage: 'prod', Account: '1', Region: 'eu-west-1' }
  const ApiUrl = 'https://d111111abcdef8.cloudfront.net'
  const folder = mkdtemp(join(tmpdir(), 'user api-'))

  beforeAll(async () => {
    const edge = { DistributionId: 'E1' }
    const stacks = { 'user-api-prod-edge': edge, 'user-api-prod': { ...outputs, ApiUrl } }
    await writeFile(join(await folder, 'outputs.prod.json'), JSON.stringify(stacks))
  })

  test('is found by its stage, also beside another stack and behind CloudFront, and is printed first', async () => {
    let region: string | undefined
    const { stderr } = await runCommand(['user', 'nobody', '--stage', 'prod'], {
      env: { ...programEnvironment, AWS_REGION: 'us-west-2' },
      cwd: await folder,
      load: async () => {
        const { runCli } = await import('../../../infra/ops/run-cli.ts')
        return async (args) => {
          const code = await runCli(args)
          region = process.env.AWS_REGION
          return code
        }
      },
    })
    expect(stderr).toContain(
      'Using stack user-api-prod of stage prod, in account 1, region eu-west-1.\n',
    )
    expect(region).toBe('eu-west-1')
  })
})

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
      expect(await run(command, ...args)).toEqual({
        code: 1,
        stdout: '',
        stderr: 'error: The local stack was never started: run `npm start`.\n',
      })
    }
  })

  test('a pipe whose reader has ended ends the command, without a line', async () => {
    const { promise, resolve } = Promise.withResolvers<string>()
    const script = fileURLToPath(new URL('../../../infra/ops/cli.ts', import.meta.url))
    const pipe = '"$0" "$1" user --help | true; echo $PIPESTATUS'
    execFile('bash', ['-c', pipe, process.execPath, script], (_, stdout, stderr) => {
      resolve(stdout + stderr)
    })
    expect(await promise).toBe('0\n')
  })

  test('the stack is not running', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    server.close()
    const url = `http://127.0.0.1:${port}`
    const path = await outputsOf({ ApiUrl: url, AwsEndpointUrl: url })
    for (const [command = '', ...args] of [['reports'], ['sms'], ['user', 'a@b.c']]) {
      expect(await run(command, ...args, '--outputs', path)).toEqual({
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
    const { code, stderr } = await run('reports', '--outputs', await path())
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
    expect(await run('reports', '--outputs', path)).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'Using stack stack of stage prod, in account 111122223333, region ap-south-1.\n' +
        'error: There are no AWS credentials. Run `aws sso login`, or set AWS_PROFILE.\n',
    })
  })

  test('the outputs of a deployed stack name no region', async () => {
    const path = await outputsOf({ ...deployed, Region: undefined })
    expect((await run('reports', '--outputs', path)).stderr).toBe(
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
    expect((await run(command, ...args, '--stage', 'prd')).stderr).toBe(
      'error: There is no file outputs.prd.json. `npm run deploy` writes outputs.<stage>.json.\n',
    )
  })

  test('a deployed stack has no inbox', async () => {
    const path = await outputsOf(deployed)
    expect((await run('sms', '--outputs', path)).stderr).toContain(
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
