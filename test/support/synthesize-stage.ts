import { hash } from 'node:crypto'
import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serialize } from 'node:v8'
import type { App } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import type { Stage } from '../../infra/stages/stage.ts'
import { madeOnce } from './assemblies.ts'
import { testValues } from './own-values.ts'

const RESULT = 'synthesized-stage.json'

/** A synthesized stage, with own values for tests. Its functions have no code, which takes no time. */
export interface SynthesizedStage {
  /** The stack of the service. */
  readonly template: Template
  /** The stacks of us-east-1, where the stage has them. */
  readonly firewall?: Template
  readonly outside?: Template
  /** The warnings that the CDK CLI would show. */
  readonly warnings: readonly string[]
  /** The assembly, as `cdk --app` takes it. */
  readonly outdir: string
}

/** The CDK app of a stage, to inspect, not to run. `values` replaces settings of the stage. */
export async function appOf(
  name: string,
  values: Partial<Stage> = {},
  context?: Readonly<Record<string, unknown>>,
): Promise<App> {
  // Imported only now: the CDK and the functions take a second.
  const [{ createApp }, { stageNamed }] = await Promise.all([
    import('../../infra/stack/create-app.ts'),
    import('../../infra/stages/stages.ts'),
  ])
  const own = name === 'local' ? undefined : testValues
  const folder = await mkdtemp(join(tmpdir(), 'user api-'))
  return await createApp({
    // Without an account, the template has references to AWS::AccountId instead of its number. Tests expect those.
    stage: { ...stageNamed(name, own), account: undefined, ...values },
    context,
    outdir: join(folder, 'cdk.out'),
    bundlesFolder: folder,
    bundles: 'empty',
  })
}

/** Synthesizes a stage: once for all test files that give the same values. */
export async function synthesizeStage(
  name: string,
  values: Partial<Stage> = {},
): Promise<SynthesizedStage> {
  // JSON would leave out a value of undefined, which removes a setting.
  const id = hash('sha256', serialize(values)).slice(0, 16)
  const outdir = await madeOnce(`${name}-template-${id}`, async (folder) => {
    await cp(await synthesize(name, values), folder, { recursive: true })
  })
  const { templates, warnings } = JSON.parse(await readFile(join(outdir, RESULT), 'utf8'))
  const { UserApi, Firewall, Outside } = templates
  return {
    template: Template.fromJSON(UserApi),
    ...(Firewall && { firewall: Template.fromJSON(Firewall) }),
    ...(Outside && { outside: Template.fromJSON(Outside) }),
    warnings,
    outdir,
  }
}

/** Synthesizes a stage into a new folder. An additional file has the parts that tests read. */
async function synthesize(name: string, values: Partial<Stage>): Promise<string> {
  const { directory, stacks } = (await appOf(name, values)).synth()
  const warnings = stacks
    .flatMap(({ messages }) => messages.filter(({ level }) => level === 'warning'))
    .map(({ entry }) => String(entry.data))
  const templates = Object.fromEntries(stacks.map(({ id, template }) => [id, template]))
  await writeFile(join(directory, RESULT), JSON.stringify({ templates, warnings }))
  return directory
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
  if (logicalId === '' || more.length > 0) throw new Error(`Not exactly one resource is a ${type}`)
  return { logicalId, properties: Properties }
}
