import { CloudFormationClient, GetTemplateCommand } from '@aws-sdk/client-cloudformation'
import type { StackIdentity } from '../stages/stacks.ts'
import type { Template } from './released-template.ts'

/** Reads the template that a stack was last deployed with. @throws Error when there is no stack. */
export async function readDeployed({ name, region }: StackIdentity): Promise<Template> {
  const cloudFormation = new CloudFormationClient({ region })
  const { TemplateBody } = await cloudFormation.send(
    new GetTemplateCommand({ StackName: name, TemplateStage: 'Original' }),
  )
  // The CDK CLI deploys templates in JSON.
  return JSON.parse(TemplateBody ?? '')
}
