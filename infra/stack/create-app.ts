import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { App, Tags } from 'aws-cdk-lib'
import {
  BUNDLES_FOLDER,
  type BundleOptions,
  bundleFunctions,
} from '../bundling/bundle-functions.ts'
import { measure } from '../bundling/measure.ts'
import { bundleDocsPage } from '../docs/docs-page/bundle-docs-page.ts'
import { type LoadedFunctions, loadFunctions } from '../functions/load-functions.ts'
import type { Stage } from '../stages/stage.ts'
import { stageNamed } from '../stages/stages.ts'
import { UserApiStack } from './user-api-stack.ts'

/** What an app may be made with; the CDK CLI gives nothing, and its context through the environment. */
export interface AppOptions {
  /** @default the one that the context names, `dev` when it names none */
  readonly stage?: Stage
  /** Context values beside those of cdk.json, e.g. `{stage: 'local'}`. */
  readonly context?: Readonly<Record<string, unknown>>
  /** Where the assembly goes. @default what the CDK CLI says, else a temporary folder */
  readonly outdir?: string
  /** @default the functions of functions/ */
  readonly functions?: LoadedFunctions
  readonly bundlesFolder?: string
  /** Whether the bundles are in their folder already. @default false */
  readonly isBundled?: boolean
  /** Whether the assets are made to be deployed, with native packages for Lambda. @default false */
  readonly forLambda?: boolean
  /** Whether bundles that are there already are kept when nothing has changed. @default false */
  readonly reuse?: boolean
}

/** Loads and bundles the functions, then makes the CDK app: for the CLI, the local stack and the tests. */
export async function createApp(options: AppOptions = {}): Promise<App> {
  const { context, outdir, bundlesFolder = BUNDLES_FOLDER, isBundled, forLambda, reuse } = options
  const app = new App({ outdir, context: { ...cdkContext(), ...context } })
  const stage = options.stage ?? stageNamed(app.node.tryGetContext('stage') ?? 'dev')
  const functions = options.functions ?? (await measure('load', () => loadFunctions()))
  if (!isBundled) {
    const codeCache = app.node.tryGetContext('codeCache')
    await measure('bundle', () =>
      bundleAll(functions, stage, { folder: bundlesFolder, forLambda, codeCache, reuse }),
    )
  }
  const stack = new UserApiStack(app, 'UserApi', {
    stackName: `user-api-${stage.name}`,
    env: { region: stage.region },
    terminationProtection: stage.keepsData,
    stage,
    functions,
    bundlesFolder,
  })
  if (stage.alarms) {
    // Loaded only then: nobody watches the local stack, and it starts 0.2 s sooner without.
    const { Watch } = await import('./monitoring/watch.ts')
    new Watch(stack, 'Watch', stack.watched, stage, stage.alarms)
  }
  Tags.of(stack).add('service', 'user-api')
  Tags.of(stack).add('stage', stage.name)
  return app
}

async function bundleAll(
  { routes, workers }: LoadedFunctions,
  { docs, architecture }: Stage,
  options: BundleOptions & { folder: string },
): Promise<void> {
  await bundleFunctions([...routes, ...workers], { ...options, architecture })
  if (docs) await bundleDocsPage(options.folder)
}

/** The flags of cdk.json: only the CLI reads that file, and without them the template is another. */
function cdkContext(): Record<string, unknown> {
  const file = resolve(import.meta.dirname, '../../cdk.json')
  return JSON.parse(readFileSync(file, 'utf8')).context
}
