import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { measure } from '../bundling/measure.ts'
import type { Template } from '../local/resolve-template.ts'
import { createApp } from '../stack/create-app.ts'

/** The stack as `cdk synth` makes it. */
export interface SynthesizedStack {
  readonly name: string
  readonly template: Template
  /** The folder of each asset, by the key under which the template names it. */
  readonly assets: ReadonlyMap<string, string>
}

interface AssetManifest {
  files: Record<
    string,
    { source: { path: string }; destinations: Record<string, { objectKey: string }> }
  >
}

/** Synthesizes the stack of a stage in this process, into a folder. */
export async function synthesize(folder: string, stage: string): Promise<SynthesizedStack> {
  const outdir = join(folder, 'cdk.out')
  // The CDK's template validator takes 2 s; `npm run synth` runs it.
  process.env.CDK_VALIDATION ??= 'false'
  const app = await createApp({
    context: { stage },
    outdir,
    bundlesFolder: join(folder, 'dist'),
    reuse: true,
  })
  const [stack] = (await measure('synth', () => app.synth())).stacks
  if (!stack) throw new Error('The app has no stack')
  const manifest = readFileSync(join(outdir, `${stack.id}.assets.json`), 'utf8')
  const assets = new Map<string, string>()
  for (const { source, destinations } of Object.values(
    (JSON.parse(manifest) as AssetManifest).files,
  )) {
    for (const { objectKey } of Object.values(destinations)) {
      assets.set(objectKey, join(outdir, source.path))
    }
  }
  return { name: stack.stackName, template: stack.template, assets }
}
