import { join } from 'node:path'
import type { CloudAssembly } from 'aws-cdk-lib/cx-api'
import { measure } from '../bundling/measure.ts'
import { createApp } from '../stack/create-app.ts'

/** Synthesizes the app of a stage in this process, into a folder. */
export async function synthesize(folder: string, stage: string): Promise<CloudAssembly> {
  // The CDK's template validator takes 2 s; `npm run synth` runs it.
  process.env.CDK_VALIDATION ??= 'false'
  const app = await createApp({
    context: { stage },
    outdir: join(folder, 'cdk.out'),
    bundlesFolder: join(folder, 'dist'),
    reuse: true,
  })
  return await measure('synth', () => app.synth())
}
