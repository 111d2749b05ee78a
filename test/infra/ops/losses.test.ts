import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { writeReleased } from '../../../infra/release/released-template.ts'
import { synthesizeTemplates } from '../../../infra/release/synthesize-templates.ts'
import { serviceStackOf, stacksOf } from '../../../infra/stages/stacks.ts'
import { stageNamed } from '../../../infra/stages/stages.ts'
import { type FakeAws, startFakeAws } from '../../support/fake-aws.ts'
import { programEnvironment } from '../../support/program-environment.ts'
import { runCommand } from '../../support/run-command.ts'

const TABLE = 'TablesReportsTable5A80208F'
let folder: string
let file: string
let aws: FakeAws

beforeAll(async () => {
  const template = JSON.stringify((await synthesizeTemplates('dev')).UserApi)
  const body = template.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  aws = await startFakeAws({
    'ap-south-1 cloudformation GetTemplate': `<GetTemplateResponse><GetTemplateResult><TemplateBody>${body}</TemplateBody></GetTemplateResult></GetTemplateResponse>`,
  })
  folder = await mkdtemp(join(tmpdir(), 'user api-'))
  file = join(folder, 'dev.template.json')
})

async function run(...args: string[]) {
  const credentials = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' }
  const env = {
    ...{ ...programEnvironment, CDK_VALIDATION: 'false' },
    ...{ AWS_ENDPOINT_URL: aws.url, ...credentials },
  }
  const { code, stdout, stderr } = await runCommand(args, { env })
  return { code, stdout, output: `${stdout}${stderr}` }
}
const losses = (...args: string[]) => {
  return run('losses', '-c', 'stage=dev', '--released', folder, ...args)
}

describe('npm run losses', () => {
  test('fails for a stage that was never released', async () => {
    const { code, output } = await losses()
    expect([code, output]).toEqual([1, expect.stringContaining('Stage "dev" was never released')])
  })

  test('compares with the template that npm run release read from the deployed stack, offline', async () => {
    const released = await run('release', '-c', 'stage=dev', '--released', folder)
    expect([released.code, released.stdout]).toEqual([
      0,
      `Saved in ${file}: commit it with the release.\n`,
    ])
    expect(aws.calls).toEqual(['ap-south-1 cloudformation GetTemplate'])
    // The CDK would warn of the missing values, by the console.
    const warn = vi.spyOn(console, 'error').mockReturnValue()
    expect(await losses()).toMatchObject({
      code: 0,
      output: 'A deployment of stage "dev" would lose nothing.\n',
    })
    expect(warn.mock.calls).toEqual([])
    warn.mockRestore()
  })

  test('exits with 1 and the resource that would be lost, unless it is among the accepted ones', async () => {
    const template = JSON.parse(await readFile(file, 'utf8'))
    template.Resources[TABLE].Properties.TableName = 'reports'
    await writeFile(file, JSON.stringify(template))
    const { code, output } = await losses()
    expect(code).toBe(1)
    expect(output).toContain(
      `${TABLE} (AWS::DynamoDB::GlobalTable) would be replaced by an empty one`,
    )
    expect(output).toContain(
      `To accept these losses: --accept ${TABLE}:be-replaced-by-an-empty-one`,
    )
    const accepted = ['Another:be-deleted', `${TABLE}:be-replaced-by-an-empty-one`]
    expect((await losses('--accept', ...accepted)).code).toBe(0)
    // An id alone would accept every loss of the table, and a word of another loss is another one.
    expect((await losses('--accept', TABLE, `${TABLE}:lose-its-stream`)).code).toBe(1)
  })

  test('requires the stage', async () => {
    const { code, output } = await run('losses')
    expect([code, output]).toEqual([2, expect.stringContaining('the stage')])
  })

  test('refuses a stage that does not exist', async () => {
    const { code, output } = await run('losses', '-c', 'stage=prd')
    expect([code, output]).toEqual([
      1,
      'error: There is no stage "prd". Use one of: local, dev, prod\n',
    ])
  })

  test('compares the stacks of us-east-1 too, once they are released', async () => {
    const templates = await synthesizeTemplates('prod')
    const topic = Object.entries(templates.Outside?.Resources ?? {}).find(
      ([, resource]) => (resource as { Type: string }).Type === 'AWS::SNS::Topic',
    )
    const released = await mkdtemp(join(tmpdir(), 'user api-'))
    const prod = async () => {
      return await run('losses', '-c', 'stage=prod', '--released', released)
    }
    const stage = stageNamed('prod')
    await writeReleased(serviceStackOf(stage), templates.UserApi, released)
    expect(await prod()).toMatchObject({
      code: 0,
      stdout:
        'user-api-prod-firewall was never released, and is not compared.\n' +
        'user-api-prod-outside was never released, and is not compared.\n' +
        'A deployment of stage "prod" would lose nothing.\n',
    })
    for (const stack of stacksOf(stage)) {
      const Resources = { ...templates[stack.id]?.Resources }
      if (stack.id === 'Outside') Resources.Renamed = topic?.[1]
      await writeReleased(stack, { ...templates[stack.id], Resources }, released)
    }
    expect(await prod()).toMatchObject({
      code: 1,
      stdout: 'Renamed (AWS::SNS::Topic) would be deleted\n',
    })
  })
})

test('npm run release saves every stack of a stage', async () => {
  const empty =
    '<GetTemplateResponse><GetTemplateResult><TemplateBody>{"Resources":{}}</TemplateBody></GetTemplateResult></GetTemplateResponse>'
  const regions = ['us-east-1', 'ap-south-1']
  aws.responses = Object.fromEntries(
    regions.map((region) => [`${region} cloudformation GetTemplate`, empty]),
  )
  aws.calls.length = 0
  const released = await mkdtemp(join(tmpdir(), 'user api-'))
  const args = ['release', '-c', 'stage=prod', '--released', released]
  expect((await run(...args)).code).toBe(0)
  expect(aws.calls.map((call) => call.split(' ')[0])).toEqual([
    'us-east-1',
    'ap-south-1',
    'us-east-1',
  ])
  expect((await readdir(released)).sort()).toEqual([
    'prod-firewall.template.json',
    'prod-outside.template.json',
    'prod.template.json',
  ])
})
