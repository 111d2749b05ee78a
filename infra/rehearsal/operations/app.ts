import { Aspects } from 'aws-cdk-lib'
import { createApp } from '../../stack/create-app.ts'
import { deployableStage } from '../../stages/stages.ts'
import { toRehearsed } from '../versions/rehearsed-prod.ts'
import { replaceOtherStacksOutputs } from '../versions/replace-outputs.ts'
import { StubUnsupported } from '../versions/stub-unsupported.ts'

// Entry point of the CDK CLI in the copy of the project. Creates prod as infra/app.ts does, but replaces the resources
// that the emulator cannot create (stubs).

const { port } = new URL(process.env.AWS_ENDPOINT_URL ?? '')
const stage = toRehearsed(deployableStage('prod'))
// Every CDK command synthesizes the app again. With `reuse` only the first one bundles the functions.
const app = await createApp({ stage, forLambda: true, reuse: true })
Aspects.of(app).add(new StubUnsupported(Number(port)))
await replaceOtherStacksOutputs(app.synth().stacks)
