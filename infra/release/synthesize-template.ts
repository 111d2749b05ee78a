import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp } from '../stack/create-app.ts'
import type { Template } from './released-template.ts'

/** Synthesizes the template of a stage's service stack from the current sources. The other stacks keep no data. */
export async function synthesizeTemplate(stage: string): Promise<Template> {
  const folder = await mkdtemp(join(tmpdir(), 'user-api-'))
  // The CDK's template validation takes 2 s; `npm run synth` and `npm run deploy` do it.
  process.env.CDK_VALIDATION ??= 'false'
  try {
    const app = await createApp({
      context: { stage },
      outdir: join(folder, 'cdk.out'),
      bundlesFolder: join(folder, 'functions'),
    })
    return app.synth().getStackArtifact('UserApi').template
  } finally {
    await rm(folder, { recursive: true })
  }
}
