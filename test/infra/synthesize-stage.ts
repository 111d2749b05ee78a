import { mkdir, mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { Watch } from '../../infra/constructs/watch.ts'
import { loadFunctions } from '../../infra/load-functions.ts'
import { type Stage, stageNamed } from '../../infra/stages.ts'
import { UserApiStack } from '../../infra/user-api-stack.ts'

/** A stage, synthesized; its functions have no code, which takes no time. */
export interface SynthesizedStage {
  readonly template: Template
  /** The warnings that the CDK's command line would show. */
  readonly warnings: readonly string[]
  /** The assembly, as `cdk --app` takes it. */
  readonly outdir: string
}

/** Synthesizes a stage as it is, or with other values in the place of some of its own. */
export async function synthesizeStage(
  name: string,
  values: Partial<Stage> = {},
): Promise<SynthesizedStage> {
  const stage = { ...stageNamed(name), ...values }
  const folder = await mkdtemp(join(tmpdir(), 'user-api-'))
  const functions = await loadFunctions()
  for (const { id } of [...functions.routes, ...functions.workers]) await mkdir(join(folder, id))
  const { context } = JSON.parse(await readFile('cdk.json', 'utf8'))
  const app = new App({ context, outdir: join(folder, 'cdk.out') })
  const stackName = `user-api-${stage.name}`
  const env = { region: stage.region }
  const props = { stackName, env, stage, functions, bundlesFolder: folder }
  const stackOfStage = new UserApiStack(app, 'UserApi', props)
  if (stage.alarms) new Watch(stackOfStage, 'Watch', stage, stage.alarms)
  const assembly = app.synth()
  const [stack] = assembly.stacks
  const warnings = stack?.messages.filter(({ level }) => level === 'warning') ?? []
  return {
    template: Template.fromJSON(stack?.template),
    warnings: warnings.map(({ entry }) => String(entry.data)),
    outdir: assembly.directory,
  }
}

/** The one resource of a type, with its logical id. */
export function onlyResource(template: Template, type: string) {
  const [[logicalId, { Properties }] = ['', { Properties: {} }], ...more] = Object.entries(
    template.findResources(type),
  )
  if (logicalId === '' || more.length > 0) throw new Error(`Not one resource is a ${type}`)
  return { logicalId, properties: Properties }
}
