import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { programEnvironment } from '../../support/program-environment.ts'
import { runCommand } from '../../support/run-command.ts'

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
