import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { toCdkArguments } from '../../../infra/ops/deploy.ts'
import { startFakeAws } from '../../support/fake-aws.ts'
import { testValues } from '../../support/own-values.ts'
import { programEnvironment } from '../../support/program-environment.ts'
import { runCommand } from '../../support/run-command.ts'
import { synthesizeStage } from '../../support/synthesize-stage.ts'

async function run(script: string, args: readonly string[], variables: NodeJS.ProcessEnv = {}) {
  const home = await mkdtemp(join(tmpdir(), 'user api-'))
  const noAccount = { HOME: home, CDK_HOME: home, AWS_EC2_METADATA_DISABLED: 'true' }
  const env = { ...programEnvironment, ...noAccount, ...variables }
  const { promise, resolve: settle } = Promise.withResolvers<{ code: number; output: string }>()
  execFile(process.execPath, [resolve(script), ...args], { env }, (error, stdout, stderr) => {
    settle({ code: Number(error?.code ?? 0), output: `${stdout}${stderr}` })
  })
  return await promise
}

describe('npm run deploy', () => {
  const deploy = async (...args: string[]) => {
    const { code, stdout, stderr } = await runCommand(['deploy', ...args], {
      env: programEnvironment,
    })
    return { code, output: `${stdout}${stderr}` }
  }

  test.each([
    [2, "required option '-c, --context", []],
    [2, 'name the stage, e.g. -c stage=prod', ['-c', 'protected=false']],
    [2, 'error: name only one stage', ['-c', 'stage=dev', '-c', 'stage=prod']],
    [1, 'error: There is no stage "prd". Use one of: local, dev, prod', ['-c', 'stage=prd']],
    [1, 'error: Stage "local" runs on this machine: it is not deployed', ['-c', 'stage=local']],
    [
      1,
      'error: Stage "prod", own values: missing: account, appName, alarmEmail, smsSenderId, smsEntityId, smsTemplateId, ' +
        'recoverySmsTemplateId, smsDomain, smsAppHash. Fill them in in infra/stages/own-values.ts.',
      ['-c', 'stage=prod', '-c', 'protected=false'],
    ],
  ])('exits with %i and: %s', async (code, message, args) => {
    const result = await deploy(...args)
    expect(result).toEqual({ code, output: expect.stringContaining(message) })
  })

  test('deploys all stacks, refuses warnings, and writes the outputs of the stage', () => {
    const always = ['--all', '--strict', '--outputs-file', 'outputs.prod.json']
    expect(toCdkArguments('prod', ['deploy', '-v'])).toEqual(['deploy', '-v', ...always])
  })

  test('is what package.json runs', () => {
    const { scripts } = JSON.parse(readFileSync(resolve('package.json'), 'utf8'))
    expect(scripts.deploy).toBe('node infra/launch.mjs infra/ops/cli.ts deploy')
  })
})

describe('an app of the CDK CLI explains wrong usage in one line', () => {
  test.each([
    ['infra/app.ts', 'Name the stage, e.g. -c stage=dev'],
    ['infra/pipeline/app.ts', 'Name stage and repository: '],
  ])('%s', async (file, message) => {
    const { code, output } = await run(file, [], { CDK_CONTEXT_JSON: '{}' })
    expect(code).toBe(1)
    expect(output).toMatch(new RegExp(`^error: ${message}.*\n$`))
  })
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
    const identity =
      '<GetCallerIdentityResponse><GetCallerIdentityResult><Account>999988887777</Account><Arn>arn:aws:iam::999988887777:user/a</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>'
    const aws = await startFakeAws({
      'ap-south-1 sts GetCallerIdentity': identity,
      'us-east-1 sts GetCallerIdentity': identity,
    })
    const { code, output } = await cdk(outdir, {
      AWS_ENDPOINT_URL: aws.url,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    })
    expect(code).toBe(1)
    expect(output).toMatch(/target account .*which are for account 999988887777/)
  })
})
