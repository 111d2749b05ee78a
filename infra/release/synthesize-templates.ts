import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ANNOTATIONS_IN_VALIDATION_REPORT } from 'aws-cdk-lib/cx-api'
import { createApp } from '../stack/create-app.ts'
import type { StackIdentity } from '../stages/stacks.ts'
import type { Template } from './released-template.ts'

/** The templates of a stage's stacks, by the ids of the stacks. */
export type StackTemplates = { readonly [Service in 'UserApi']: Template } & {
  readonly [Other in StackIdentity['id']]?: Template
}

/** Synthesizes the templates of a stage's stacks from the current sources. */
export async function synthesizeTemplates(stage: string): Promise<StackTemplates> {
  const folder = await mkdtemp(join(tmpdir(), 'user-api-'))
  // The CDK's template validation takes 2 s; `npm run synth` and `npm run deploy` do it.
  process.env.CDK_VALIDATION ??= 'false'
  try {
    const app = await createApp({
      // Else the CDK prints warnings about the stage, and names a report in the folder that is deleted below.
      context: { stage, [ANNOTATIONS_IN_VALIDATION_REPORT]: false },
      outdir: join(folder, 'cdk.out'),
      bundlesFolder: join(folder, 'functions'),
      // Losses and findings do not depend on the code of a function.
      bundles: 'empty',
    })
    const templates = app.synth().stacks.map(({ id, template }) => [id, template])
    return Object.fromEntries(templates) as StackTemplates
  } finally {
    await rm(folder, { recursive: true })
  }
}
