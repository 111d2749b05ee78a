import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { register } from '../../support/accounts.ts'
import { expectSuccess } from '../../support/answers.ts'
import { direct } from '../../support/drivers.ts'
import { stack } from '../../support/stack.ts'

let outputsFile: string
beforeAll(async () => {
  outputsFile = join(await mkdtemp(join(tmpdir(), 'user-api-')), 'outputs.json')
  const outputs = {
    AwsEndpointUrl: stack.awsEndpointUrl,
    UsersTableName: stack.usersTableName,
    ReportsTableName: stack.reportsTableName,
  }
  await writeFile(outputsFile, JSON.stringify({ 'user-api-local': outputs }))
})

interface Finished {
  code: number
  stdout: string
  stderr: string
}

function run(command: string, ...args: string[]): Promise<Finished> {
  const script = fileURLToPath(new URL(`../../../infra/ops/${command}.ts`, import.meta.url))
  const { promise, resolve } = Promise.withResolvers<Finished>()
  const env = { PATH: process.env.PATH, LOCAL_FOLDER: '/nowhere' }
  execFile(process.execPath, [script, ...args], { env }, (error, stdout, stderr) => {
    resolve({ code: Number(error?.code ?? 0), stdout, stderr })
  })
  return promise
}

describe('npm run reports', () => {
  test('lists contents, most reported first, and one content’s reports', async () => {
    const often = randomBytes(12).toString('hex')
    const seldom = randomBytes(12).toString('hex')
    const report = async (content: string, comments: string) => {
      const { call } = await register(direct)
      const body = { content_id: content, content_type: 2, issue_type: 1, comments }
      expectSuccess(await call({ method: 'POST', path: '/users/report?course_id=1', body }))
    }
    await report(seldom, 'Only one')
    for (let i = 0; i < 4; i++) await report(often, `Wrong answer ${i}`)

    const all = await run('reports', '--json', '--outputs', outputsFile)
    const ours = JSON.parse(all.stdout).filter(({ contentId }: { contentId: string }) =>
      [often, seldom].includes(contentId),
    )
    expect(ours).toMatchObject([
      { contentId: often, contentType: 'MCQ', reports: 4 },
      { contentId: seldom, reports: 1 },
    ])

    const one = await run('reports', often, '--json', '--outputs', outputsFile)
    const comments = JSON.parse(one.stdout).map((row: { comments: string }) => row.comments)
    expect(comments.sort()).toEqual([0, 1, 2, 3].map((i) => `Wrong answer ${i}`))

    const table = await run('reports', seldom, '--outputs', outputsFile)
    expect(table.stdout).toContain('Only one')
  })
})

describe('a command', () => {
  test.each(['e2e', 'flag', 'iam', 'reports', 'seed'])(
    '%s explains itself with --help',
    async (command) => {
      const { code, stdout } = await run(command, '--help')
      expect(code).toBe(0)
      expect(stdout).toContain(`npm run ${command} --`)
    },
  )

  test.each([
    ['flag', 'There is no flag "".', []],
    ['flag', 'There is no flag "nothing".', ['nothing', 'on']],
    ['flag', 'Say on or off.', ['response_encryption']],
    ['flag', 'Say on or off.', ['response_encryption', 'yes']],
    ['flag', "Unknown option '--force'", ['response_encryption', 'on', '--force']],
    ['reports', 'Give one content id at most.', ['a', 'b']],
    ['seed', 'Give options only.', ['120']],
    ['seed', '--days must be a whole number from 1 to 1000.', ['--days', '0']],
    ['seed', '--days must be a whole number from 1 to 1000.', ['--days', '1001']],
    ['seed', '--days must be a whole number from 1 to 1000.', ['--days', 'many']],
    ['e2e', "Unknown option '--stage'", ['--stage', 'dev']],
    ['e2e', 'Give options only.', ['outputs.json']],
    ['e2e', 'There is no file /nowhere.json.', ['--outputs', '/nowhere.json']],
    ['e2e', "package.json holds no stack's outputs.", ['--outputs', 'package.json']],
    ['e2e', 'README.md cannot be read as JSON: ', ['--outputs', 'README.md']],
    ['iam', "Unknown option '--outputs'", ['--outputs', 'outputs.json']],
    ['iam', 'Give options only.', ['users']],
  ])('%s refuses a wrong call: %s', async (command, message, args) => {
    const { code, stderr } = await run(command, ...args)
    expect(code).toBe(2)
    expect(stderr).toContain(message)
    expect(stderr).toContain(`npm run ${command} --`)
  })

  test('says so when there is no stack', async () => {
    expect(await run('reports')).toMatchObject({
      code: 1,
      stderr: 'The local stack has not been started: run `npm start`.\n',
    })
    expect(await run('reports', '--outputs', '/nowhere.json')).toMatchObject({
      code: 1,
      stderr: 'There is no file /nowhere.json.\n',
    })
  })
})
