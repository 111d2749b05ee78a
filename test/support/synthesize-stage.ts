import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { App } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { docsPage } from '../../infra/docs/docs-page/bundle-docs-page.ts'
import { loadFunctions } from '../../infra/functions/load-functions.ts'
import { createApp } from '../../infra/stack/create-app.ts'
import type { Stage } from '../../infra/stages/stage.ts'
import { stageNamed } from '../../infra/stages/stages.ts'

/** A stage, synthesized; its functions have no code, which takes no time. */
export interface SynthesizedStage {
  readonly template: Template
  /** The warnings that the CDK's command line would show. */
  readonly warnings: readonly string[]
  /** The assembly, as `cdk --app` takes it. */
  readonly outdir: string
}

/** The CDK app of a stage, as it is or with other values: to look at, not to run. */
export async function appOf(
  name: string,
  values: Partial<Stage> = {},
  context?: Readonly<Record<string, unknown>>,
): Promise<App> {
  const folder = await mkdtemp(join(tmpdir(), 'user-api-'))
  const { routes, workers } = await loadFunctions()
  for (const { id } of [...routes, ...workers, docsPage]) {
    await mkdir(join(folder, id))
    await writeFile(join(folder, id, 'index.mjs'), '')
  }
  return await createApp({
    stage: { ...stageNamed(name), ...values },
    context,
    outdir: join(folder, 'cdk.out'),
    bundlesFolder: folder,
    isBundled: true,
  })
}

/** Synthesizes a stage as it is, or with other values in the place of some of its own. */
export async function synthesizeStage(
  name: string,
  values?: Partial<Stage>,
): Promise<SynthesizedStage> {
  const assembly = (await appOf(name, values)).synth()
  const [stack] = assembly.stacks
  const warnings = stack?.messages.filter(({ level }) => level === 'warning') ?? []
  return {
    template: Template.fromJSON(stack?.template),
    warnings: warnings.map(({ entry }) => String(entry.data)),
    outdir: assembly.directory,
  }
}

/** A stage's template. */
export async function templateOf(name: string): Promise<Template> {
  return (await synthesizeStage(name)).template
}

/** The one resource of a type, with its logical id. */
export function onlyResource(template: Template, type: string) {
  const [[logicalId, { Properties }] = ['', { Properties: {} }], ...more] = Object.entries(
    template.findResources(type),
  )
  if (logicalId === '' || more.length > 0) throw new Error(`Not one resource is a ${type}`)
  return { logicalId, properties: Properties }
}
