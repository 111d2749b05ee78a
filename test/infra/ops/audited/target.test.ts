import { userInfo } from 'node:os'
import { afterEach, expect, test, vi } from 'vitest'
import { findTarget } from '../../../../infra/ops/audited/target.ts'
import { startFakeAws } from '../../../support/fake-aws.ts'
import { stubAws } from '../../../support/stub-aws.ts'

afterEach(() => void vi.unstubAllEnvs())

const prod = { stackName: 'user-api-prod', outputs: {} } as never
const ARN = 'arn:aws:iam::111122223333:user/asha'

/** What STS responds with. */
function identity(fields: string): string {
  return `<GetCallerIdentityResponse><GetCallerIdentityResult>${fields}</GetCallerIdentityResult></GetCallerIdentityResponse>`
}

async function useAws(response: string): Promise<void> {
  const { url } = await startFakeAws({ 'ap-south-1 sts GetCallerIdentity': response })
  stubAws(url)
}

test('an action on AWS names account, region, stage and identity', async () => {
  await useAws(identity(`<Account>111122223333</Account><Arn>${ARN}</Arn>`))
  expect(await findTarget(prod)).toEqual({
    account: '111122223333',
    region: 'ap-south-1',
    stackName: 'user-api-prod',
    stage: 'prod',
    operator: ARN,
  })
})

test.each(['<Account>111122223333</Account>', `<Arn>${ARN}</Arn>`])(
  'an identity with only %s is refused',
  async (fields) => {
    await useAws(identity(fields))
    await expect(findTarget(prod)).rejects.toThrow('AWS does not say whose credentials these are.')
  },
)

test('an action on the local stack needs no AWS, and names the user of this machine', async () => {
  const outputs = { AwsEndpointUrl: 'http://127.0.0.1:1' }
  expect(await findTarget({ stackName: 'user-api-local', outputs } as never)).toMatchObject({
    account: 'local',
    stage: 'local',
    operator: userInfo().username,
  })
})
