import { execFile } from 'node:child_process'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { synthesizeStage } from '../../support/synthesize-stage.ts'

const TABLE = 'TablesReportsTable5A80208F'
let folder: string
let file: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'user-api-'))
  file = join(folder, 'dev.template.json')
})

function run(script: string, ...args: string[]) {
  const { promise, resolve: settle } = Promise.withResolvers<{ code: number; output: string }>()
  const noAccount = { HOME: folder, AWS_EC2_METADATA_DISABLED: 'true' }
  const env = { PATH: process.env.PATH, CDK_VALIDATION: 'false', ...noAccount }
  execFile(process.execPath, [resolve(script), ...args], { env }, (error, stdout, stderr) => {
    settle({ code: Number(error?.code ?? 0), output: `${stdout}${stderr}` })
  })
  return promise
}
const losses = (...args: string[]) => {
  return run('infra/ops/cli.ts', 'losses', '-c', 'stage=dev', '--released', folder, ...args)
}

describe('npm run losses', () => {
  test('fails for a stage that was never released', async () => {
    const { code, output } = await losses()
    expect([code, output]).toEqual([1, expect.stringContaining('Stage "dev" was never released')])
  })

  test('compares with the template that npm run release saved, offline', async () => {
    const released = await run(
      'infra/ops/cli.ts',
      'release',
      '-c',
      'stage=dev',
      '--released',
      folder,
    )
    expect([released.code, released.output]).toEqual([
      0,
      `Saved in ${file}: commit it with the release.\n`,
    ])
    expect(await losses()).toEqual({
      code: 0,
      output: 'A deployment of stage "dev" would lose nothing.\n',
    })
  })

  test('exits with 1 and the resource that would be lost, unless it is accepted', async () => {
    const template = JSON.parse(await readFile(file, 'utf8'))
    template.Resources[TABLE].Properties.TableName = 'reports'
    await writeFile(file, JSON.stringify(template))
    const { code, output } = await losses()
    expect(code).toBe(1)
    expect(output).toContain(
      `${TABLE} (AWS::DynamoDB::GlobalTable) would be replaced by an empty one`,
    )
    expect((await losses('--accept', TABLE)).code).toBe(0)
  })

  test('requires the stage', async () => {
    const { code, output } = await run('infra/ops/cli.ts', 'losses')
    expect([code, output]).toEqual([2, expect.stringContaining('the stage')])
  })
})

describe('cdk deploy --strict', () => {
  const cdk = async (stage: string, ...args: string[]) => {
    const { outdir } = await synthesizeStage(stage)
    return await run(
      'node_modules/aws-cdk/bin/cdk',
      ...['deploy', '--app', outdir, '--no-notices', '--require-approval', 'never', ...args],
    )
  }

  test('refuses a stage with example values, before it looks for an AWS account', async () => {
    const { code, output } = await cdk('prod', '--strict', '--all')
    expect(code).toBe(1)
    expect(output).toContain('smsEntityId 1101234567890123456')
    expect(output).not.toContain('AWS account')
  })

  test('is what npm run deploy runs; without example values it looks for an AWS account', async () => {
    const { scripts } = JSON.parse(await readFile('package.json', 'utf8'))
    expect(scripts.deploy).toContain('cdk deploy --strict --all ')
    const { code, output } = await cdk('dev', '--strict', '--all')
    expect([code, output]).toEqual([1, expect.stringContaining('Unable to resolve AWS account')])
  })
})
