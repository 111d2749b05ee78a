import { createApp } from './create-app.ts'

// What cdk.json runs: `cdk synth`, `cdk diff` and `cdk deploy` all start here.
const app = await createApp({ forLambda: true })
app.synth()
