import { join } from 'node:path'
import type { CloudAssembly } from 'aws-cdk-lib/cx-api'
import { DISABLE_ASSET_STAGING_CONTEXT } from 'aws-cdk-lib/cx-api'
import { type AppOptions, createApp } from '../stack/create-app.ts'
import { measurePhase } from '../stack/measure-phase.ts'

/** How to synthesize. */
export interface SynthesizeOptions extends Pick<AppOptions, 'functions' | 'bundles'> {
  /** Runs bundles for reloads, where they are instead of copies, so that they can be replaced. @default false */
  readonly inPlace?: boolean
}

/** Synthesizes the app of a stage in this process, into a folder. Its bundles are in `dist`. */
export async function synthesize(
  folder: string,
  stage: string,
  { inPlace = false, ...options }: SynthesizeOptions = {},
): Promise<CloudAssembly> {
  // The CDK's template validator takes 2 s; `npm run synth` runs it.
  process.env.CDK_VALIDATION ??= 'false'
  const app = await createApp({
    ...options,
    context: { stage, ...(inPlace && { [DISABLE_ASSET_STAGING_CONTEXT]: true }) },
    outdir: join(folder, 'cdk.out'),
    bundlesFolder: join(folder, 'dist'),
    reuse: true,
    forReload: inPlace,
  })
  return await measurePhase('synth', () => app.synth())
}
