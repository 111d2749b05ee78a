import { GetParameterCommand, ParameterNotFound, SSMClient } from '@aws-sdk/client-ssm'
import { type Check, ok } from '../check.ts'

/** The first version that the CDK's default synthesizer accepts. */
const MINIMUM_VERSION = 6
/** Parameter of the bootstrap stack. `hnb659fds` is the CDK's default qualifier. */
const PARAMETER = '/cdk-bootstrap/hnb659fds/version'

/** Checks that a region has the CDK's bootstrap stack. @param fixedRegion @default the stage's region */
export function bootstrapCheck(fixedRegion?: string): Check {
  return {
    name: fixedRegion === undefined ? 'bootstrap' : `bootstrap in ${fixedRegion}`,
    run: async ({ name, account, region: ownRegion }) => {
      const region = fixedRegion ?? ownRegion
      const version = await bootstrapVersion(region)
      if (version >= MINIMUM_VERSION) return ok(`version ${version} in ${region}`)
      return {
        outcome: 'FAILED',
        found: version === 0 ? `none in ${region}` : `version ${version} in ${region}`,
        todo: `Run npm run bootstrap -- aws://${account}/${region} -c stage=${name}`,
      }
    },
  }
}

/** Returns the version of a region's bootstrap stack, 0 if there is none. */
async function bootstrapVersion(region: string): Promise<number> {
  try {
    const ssm = new SSMClient({ region })
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name: PARAMETER }))
    return Number(Parameter?.Value)
  } catch (error) {
    if (error instanceof ParameterNotFound) return 0
    throw error
  }
}
