import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, test } from 'vitest'
import { direct } from '../../support/drivers.ts'
import { openAccount } from '../../support/open-account.ts'
import { CLI } from '../../support/operator-cli.ts'
import { programEnvironment } from '../../support/program-environment.ts'
import { expectSuccess } from '../../support/responses.ts'
import { runWithoutStack } from '../../support/run-command.ts'
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

describe('npm run reports', () => {
  test('lists contents, most reported first, and the reports of one content', async () => {
    const often = randomBytes(12).toString('hex')
    const seldom = randomBytes(12).toString('hex')
    const report = async (content: string, comments: string) => {
      const { call } = await openAccount(direct)
      const about = { content_id: content, content_short_uid: 'M01234', content_type: 2 }
      const body = { ...about, issue_type: 1, comments }
      expectSuccess(await call({ method: 'POST', path: '/users/report?course_id=1', body }))
    }
    await report(seldom, 'Only\tone')
    for (let i = 0; i < 4; i++) await report(often, `Wrong answer ${i}`)

    const all = await runWithoutStack('reports', '--json', '--outputs', outputsFile)
    const ours = JSON.parse(all.stdout).filter(({ contentId }: { contentId: string }) =>
      [often, seldom].includes(contentId),
    )
    expect(ours).toMatchObject([
      { contentId: often, contentType: 'MCQ', shortUid: 'M01234', reports: 4 },
      { contentId: seldom, reports: 1 },
    ])

    const one = await runWithoutStack(
      'reports',
      often.toUpperCase(),
      '--json',
      '--outputs',
      outputsFile,
    )
    const comments = JSON.parse(one.stdout).map((row: { comments: string }) => row.comments)
    expect(comments.sort()).toEqual([0, 1, 2, 3].map((i) => `Wrong answer ${i}`))

    const none = randomBytes(12).toString('hex')
    const nothing = await runWithoutStack('reports', none, '--outputs', outputsFile)
    expect(nothing.stdout).toBe('There are no reports.\n')

    const table = await runWithoutStack('reports', seldom, '--outputs', outputsFile)
    expect(table.stdout).toContain('Only one')
  })
})

describe('npm run flag', () => {
  test('shows the flags', async () => {
    const { stdout } = await runWithoutStack('flag', '--outputs', outputsFile)
    expect(stdout).toBe('response_encryption is off.\n')
    const { stdout: json } = await runWithoutStack('flag', '--json', '--outputs', outputsFile)
    expect(JSON.parse(json)).toEqual({ response_encryption: false })
  })
})

test('npm run docs does not write files that are up to date', async () => {
  const { stdout } = await runWithoutStack('docs')
  expect(stdout).toBe('Everything is up to date.\n')
})

describe('npm run costs', () => {
  test('prints what requests cost and which limit comes first', async () => {
    const { code, stdout } = await runWithoutStack('costs', '--users', '500000')
    expect(code).toBe(0)
    expect(stdout).toMatch(/`GET \/auth\/me` +1 +1 +1 +0 /)
    expect(stdout).toMatch(/^500,000 .*`tableThroughput`: WRU a second of the stats table/m)
  })

  test('prints the same as JSON', async () => {
    const { stdout } = await runWithoutStack('costs', '--json')
    expect(Object.keys(JSON.parse(stdout))).toEqual(['requests', 'first', 'all'])
  })
})

test('the process of a command ends by itself, although its connections to AWS are kept alive', async () => {
  const args = [CLI, 'reports', '--json', '--outputs', outputsFile]
  const options = { env: programEnvironment, timeout: 30_000 }
  const { stdout } = await promisify(execFile)(process.execPath, args, options)
  expect(JSON.parse(stdout)).toBeInstanceOf(Array)
})
