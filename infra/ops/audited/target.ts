import { userInfo } from 'node:os'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { clientConfig } from '../../../shared/aws/client-config.ts'
import type { NamedStack } from '../read-outputs.ts'

/** The stack that an action changes, and who changes it. */
export interface Target {
  /** AWS account id, or `local`. */
  readonly account: string
  readonly region: string
  readonly stackName: string
  readonly stage: string
  /** ARN of the operator's AWS identity; locally the user of the operating system. */
  readonly operator: string
}

/** Asks AWS to which account and identity the credentials belong. The local stack needs no credentials. */
export async function findTarget({ stackName, outputs }: NamedStack): Promise<Target> {
  const region = process.env.AWS_REGION ?? ''
  const stage = stackName.replace(/^user-api-/, '')
  const stack = { region, stackName, stage }
  if (outputs.AwsEndpointUrl) return { ...stack, account: 'local', operator: userInfo().username }
  const { Account, Arn } = await new STSClient(clientConfig(3, 5000)).send(
    new GetCallerIdentityCommand(),
  )
  if (!Account || !Arn) throw new Error('AWS does not say whose credentials these are.')
  return { ...stack, account: Account, operator: Arn }
}
