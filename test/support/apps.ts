import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { App } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { createApp } from '../../infra/create-app.ts'
import { loadFunctions } from '../../infra/load-functions.ts'

/** The CDK app of a stage, its functions empty: to look at, not to run, so nothing is bundled. */
export async function appOf(stage: string): Promise<App> {
  const folder = await mkdtemp(join(tmpdir(), 'user-api-'))
  const bundlesFolder = join(folder, 'dist')
  const { routes, workers } = await loadFunctions()
  for (const { id } of [...routes, ...workers]) {
    await mkdir(join(bundlesFolder, id), { recursive: true })
    await writeFile(join(bundlesFolder, id, 'index.mjs'), '')
  }
  return await createApp({ context: { stage }, outdir: folder, bundlesFolder, isBundled: true })
}

/** Its template. */
export async function templateOf(stage: string): Promise<Template> {
  return Template.fromJSON((await appOf(stage)).synth().stacks[0]?.template)
}
