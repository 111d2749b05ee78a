import { App, Validations } from 'aws-cdk-lib'
import { AwsSolutionsChecks } from 'cdk-nag'
import { deployableStage } from '../stages/stages.ts'
import { PipelineStack } from './pipeline-stack.ts'

// Entry point of the CDK CLI for `npm run pipeline`: the roles with which GitHub deploys a stage.

const app = new App()
const [stageName, repository] = ['stage', 'repository'].map((name) => app.node.tryGetContext(name))
if (!(stageName && repository)) {
  throw new Error('Name stage and repository: -c stage=dev -c repository=<owner>/<name>')
}
const stage = deployableStage(stageName)
const { account } = stage
if (!account) {
  throw new Error(
    `Stage "${stageName}" has no account yet: fill it in in infra/stages/own-values.ts`,
  )
}
new PipelineStack(app, 'Pipeline', { stage: { ...stage, account }, repository })
Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
app.synth()
