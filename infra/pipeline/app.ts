import { App, Validations } from 'aws-cdk-lib'
import { AwsSolutionsChecks } from 'cdk-nag'
import { deployableStage } from '../stages/stages.ts'
import { orExplainUsage, UsageError } from '../stages/usage-error.ts'
import { PipelineStack } from './pipeline-stack.ts'

// Entry point of the CDK CLI for `npm run pipeline`: the roles that GitHub assumes to deploy a stage.

const app = await orExplainUsage(createPipelineApp)
Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
app.synth()

function createPipelineApp(): App {
  const created = new App()
  const [stageName, repository] = ['stage', 'repository'].map((name) =>
    created.node.tryGetContext(name),
  )
  if (!(stageName && repository)) {
    throw new UsageError(
      'Name stage and repository: npm run pipeline -- -c stage=dev -c repository=<owner>/<name>, see docs/operations.md',
    )
  }
  const stage = deployableStage(stageName)
  const { account } = stage
  if (!account) {
    throw new UsageError(
      `Stage "${stageName}" has no account yet: fill it in in infra/stages/own-values.ts`,
    )
  }
  new PipelineStack(created, 'Pipeline', { stage: { ...stage, account }, repository })
  return created
}
