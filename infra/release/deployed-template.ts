import { CloudFormationClient, GetTemplateCommand } from '@aws-sdk/client-cloudformation'
import type { Stage } from '../stages/stage.ts'
import { stackNameOf } from '../stages/stages.ts'
import type { Template } from './released-template.ts'

/** Reads the template that a stage's stack was last deployed with. @throws Error when there is no stack. */
export async function readDeployed(stage: Stage): Promise<Template> {
  const cloudFormation = new CloudFormationClient({ region: stage.region })
  const { TemplateBody } = await cloudFormation.send(
    new GetTemplateCommand({ StackName: stackNameOf(stage), TemplateStage: 'Original' }),
  )
  // The CDK CLI deploys templates in JSON.
  return JSON.parse(TemplateBody ?? '')
}
