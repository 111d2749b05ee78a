import { Validations } from 'aws-cdk-lib'
import { AwsSolutionsChecks } from 'cdk-nag'
import { createApp } from './stack/create-app.ts'

// What cdk.json runs: `cdk synth`, `cdk diff` and `cdk deploy` all start here.
const app = await createApp({ forLambda: true })
// Here and in a test, not in createApp: the local start need not wait for it.
Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
app.synth()
