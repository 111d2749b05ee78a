import { Aspects } from 'aws-cdk-lib'
import { createApp } from '../../../infra/stack/create-app.ts'
import type { Stage } from '../../../infra/stages/stage.ts'
import { replaceOtherStacksOutputs } from './replace-outputs.ts'
import { StubUnsupported } from './stub-unsupported.ts'

/**
 * Synthesizes a stage into the folder that the CDK CLI names, as infra/app.ts does, but replaces the resources that
 * the emulator cannot create (stubs).
 */
export async function synthesizeForCli(stage: Stage): Promise<void> {
  const { port } = new URL(process.env.AWS_ENDPOINT_URL ?? '')
  // Every CDK command synthesizes the app again. With `reuse` only the first one bundles the functions.
  const app = await createApp({ stage, forLambda: true, reuse: true })
  Aspects.of(app).add(new StubUnsupported(Number(port)))
  await replaceOtherStacksOutputs(app.synth().stacks)
}
