import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, test, vi } from 'vitest'
import { requireAccount } from '../../../infra/ops/require-account.ts'
import { stageNamed } from '../../../infra/stages/stages.ts'
import { testValues } from '../../support/own-values.ts'
import { synthesizeStage } from '../../support/synthesize-stage.ts'

async function run(script: string, args: readonly string[], variables: NodeJS.ProcessEnv = {}) {
  const home = await mkdtemp(join(tmpdir(), 'user-api-'))
  const noAccount = { HOME: home, AWS_EC2_METADATA_DISABLED: 'true' }
  const env = { PATH: process.env.PATH, ...noAccount, ...variables }
  const { promise, resolve: settle } = Promise.withResolvers<{ code: number; output: string }>()
  execFile(process.execPath, [resolve(script), ...args], { env }, (error, stdout, stderr) => {
    settle({ code: Number(error?.code ?? 0), output: `${stdout}${stderr}` })
  })
  return await promise
}

describe('npm run deploy', () => {
  const deploy = (...args: string[]) => run('infra/ops/cli.ts', ['deploy', ...args])

  test.each([
    [2, "required option '-c, --context", []],
    [2, 'name the stage, e.g. -c stage=prod', ['-c', 'protected=false']],
    [1, 'error: There is no stage "prd". Use one of: local, dev, prod', ['-c', 'stage=prd']],
    [1, 'error: Stage "local" runs on this machine: it is not deployed', ['-c', 'stage=local']],
    [
      1,
      'error: Stage "prod" lacks values. Fill them in in infra/stages/own-values.ts: ' +
        'account, alarmEmail, smsSenderId, smsEntityId, smsTemplateId, smsDomain, smsAppHash.',
      ['-c', 'stage=prod', '-c', 'protected=false'],
    ],
  ])('exits with %i and: %s', async (code, message, args) => {
    const result = await deploy(...args)
    expect(result).toEqual({ code, output: expect.stringContaining(message) })
  })

  test('is what package.json runs', () => {
    const { scripts } = JSON.parse(readFileSync(resolve('package.json'), 'utf8'))
    expect(scripts.deploy).toBe('node infra/launch.mjs infra/ops/cli.ts deploy')
  })
})

/** An AWS whose STS says that all credentials are of one account, and that they may assume no role. */
async function startSts(account: string): Promise<string> {
  const body = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Account>${account}</Account><Arn>arn:aws:iam::${account}:user/a</Arn><UserId>a</UserId></GetCallerIdentityResult></GetCallerIdentityResponse>`
  const refusal =
    '<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>'
  const server = createServer(async (request, response) => {
    const isIdentity = (await text(request)).includes('Action=GetCallerIdentity')
    response.statusCode = isIdentity ? 200 : 403
    response.end(isIdentity ? body : refusal)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  server.unref()
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

test('an account that is not the stage’s is refused, with both numbers', async () => {
  vi.stubEnv('AWS_ENDPOINT_URL', await startSts('999988887777'))
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test')
  const stage = stageNamed('prod', testValues)
  await expect(requireAccount(stage)).rejects.toThrow(
    'These credentials are of account 999988887777. Stage "prod" belongs to account 111122223333',
  )
  await requireAccount({ ...stage, account: '999988887777' })
  vi.unstubAllEnvs()
})

describe('cdk deploy --strict', () => {
  const cdk = async (outdir: string, variables?: NodeJS.ProcessEnv) => {
    const flags = ['--app', outdir, '--no-notices', '--require-approval', 'never', '--strict']
    return await run('node_modules/aws-cdk/bin/cdk', ['deploy', ...flags], variables)
  }

  test('refuses a stage with missing values, before it looks for an AWS account', async () => {
    const { outdir } = await synthesizeStage('dev', { missing: ['smsEntityId'] })
    const { code, output } = await cdk(outdir)
    expect(code).toBe(1)
    expect(output).toContain('infra/stages/own-values.ts: smsEntityId')
    expect(output).not.toMatch(/credentials/)
  })

  test('refuses an account that is not the stage’s', async () => {
    const { outdir } = await synthesizeStage('dev', { account: testValues.account })
    const { code, output } = await cdk(outdir, {
      AWS_ENDPOINT_URL: await startSts('999988887777'),
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    })
    expect(code).toBe(1)
    expect(output).toContain('Could not assume role in target account')
  })
})
