import { Validations } from 'aws-cdk-lib'
import { AwsSolutionsChecks } from 'cdk-nag'
import { createApp } from './stack/create-app.ts'

// Entry point of the CDK CLI (cdk.json): `cdk synth`, `cdk diff` and `cdk deploy`.
const app = await createApp({ forLambda: true })
// Not in createApp, because the checks would slow down the start of the local stack. A test runs them too.
Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
app.synth()
