import { Validations } from 'aws-cdk-lib'
import { AwsSolutionsChecks } from 'cdk-nag'
import { orExplainUsage } from '../stages/usage-error.ts'
import { createPipelineApp } from './create-pipeline-app.ts'

// Entry point of the CDK CLI for `npm run pipeline`: the roles that GitHub assumes to deploy a stage.

const app = await orExplainUsage(() => createPipelineApp())
Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
app.synth()
