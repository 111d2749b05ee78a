import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { App, Tags } from 'aws-cdk-lib'
import { BUNDLES_FOLDER, bundleFunctions } from './bundle-functions.ts'
import { loadFunctions } from './load-functions.ts'
import { phase } from './phase.ts'
import { stageNamed } from './stages.ts'
import { UserApiStack } from './user-api-stack.ts'

/** What an app may be made with; the CDK CLI gives nothing, and its context through the environment. */
export interface AppOptions {
  /** Context values beside those of cdk.json, e.g. `{stage: 'local'}`. */
  readonly context?: Readonly<Record<string, unknown>>
  /** Where the assembly goes. @default what the CDK CLI says, else a temporary folder */
  readonly outdir?: string
  readonly bundlesFolder?: string
  /** Whether the assets are made to be deployed, with native packages for Lambda. @default false */
  readonly forLambda?: boolean
  /** Whether bundles that are there already are kept when nothing has changed. @default false */
  readonly reuse?: boolean
}

/** Loads and bundles the functions, then makes the CDK app: for the CLI, the local stack and the tests. */
export async function createApp(options: AppOptions = {}): Promise<App> {
  const { context, outdir, bundlesFolder = BUNDLES_FOLDER, forLambda, reuse } = options
  const app = new App({ outdir, context: { ...cdkContext(), ...context } })
  const stage = stageNamed(app.node.tryGetContext('stage') ?? 'dev')
  const functions = await phase('load', () => loadFunctions())
  await phase('bundle', () =>
    bundleFunctions([...functions.routes, ...functions.workers], {
      folder: bundlesFolder,
      forLambda,
      codeCache: app.node.tryGetContext('codeCache'),
      reuse,
    }),
  )
  const stack = new UserApiStack(app, 'UserApi', {
    stackName: `user-api-${stage.name}`,
    stage,
    functions,
    bundlesFolder,
  })
  Tags.of(stack).add('service', 'user-api')
  Tags.of(stack).add('stage', stage.name)
  return app
}

/** The flags of cdk.json: only the CLI reads that file, and without them the template is another. */
function cdkContext(): Record<string, unknown> {
  const file = resolve(import.meta.dirname, '../cdk.json')
  return JSON.parse(readFileSync(file, 'utf8')).context
}
