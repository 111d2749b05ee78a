import { App } from 'aws-cdk-lib'
import { deployableStage } from '../stages/stages.ts'
import { UsageError } from '../stages/usage-error.ts'
import { PipelineStack } from './pipeline-stack.ts'

/**
 * Creates the CDK app of `npm run pipeline`. The context names `stage` and `repository`.
 * @param context values in addition to those of the CDK CLI.
 * @throws UsageError when one is missing, or the stage has no account yet.
 */
export function createPipelineApp(context: Readonly<Record<string, unknown>> = {}): App {
  const app = new App({ context })
  const stageName = app.node.tryGetContext('stage')
  const repository = app.node.tryGetContext('repository')
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
  new PipelineStack(app, 'Pipeline', { stage: { ...stage, account }, repository })
  return app
}
