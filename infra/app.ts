import { Validations } from 'aws-cdk-lib'
import { AwsSolutionsChecks } from 'cdk-nag'
import { createApp } from './stack/create-app.ts'
import { orExplainUsage } from './stages/usage-error.ts'

// Entry point of the CDK CLI (cdk.json): `cdk synth`, `cdk diff` and `cdk deploy`.
const app = await orExplainUsage(() => createApp({ forLambda: true }))
// cdk-nag's checks. createApp does not add them, because they would slow down the local stack. A test runs them too.
Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
app.synth()
