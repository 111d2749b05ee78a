import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { App, Tags } from 'aws-cdk-lib'
import {
  BUNDLES_FOLDER,
  type BundleOptions,
  bundleFunctions,
} from '../bundling/bundle-functions.ts'
import { measure } from '../bundling/measure.ts'
import { type LoadedFunctions, loadFunctions } from '../functions/load-functions.ts'
import { bundlePage } from '../pages/bundle-page.ts'
import { deleteAccountPage } from '../pages/delete-account/delete-account-page.ts'
import { docsPage } from '../pages/docs/docs-page.ts'
import { openApiPage } from '../pages/openapi/openapi-page.ts'
import type { AlarmThresholds } from '../stages/alarm-thresholds.ts'
import { EDGE_REGION } from '../stages/edge-region.ts'
import type { Stage } from '../stages/stage.ts'
import { deployableStage, stackNameOf, stageNamed } from '../stages/stages.ts'
import { FirewallStack } from './edge/firewall-stack.ts'
import { isProtected } from './storage/removal-policy.ts'
import { UserApiStack } from './user-api-stack.ts'

/** Options of createApp. The CDK CLI passes context through the environment instead. */
export interface AppOptions {
  /** @default the stage named by the context */
  readonly stage?: Stage
  /** Context values in addition to those of cdk.json, e.g. `{stage: 'local'}`. */
  readonly context?: Readonly<Record<string, unknown>>
  /**
   * Folder of the cloud assembly.
   * @default the folder that the CDK CLI names, else a temporary one
   */
  readonly outdir?: string
  /** @default the functions of functions/ */
  readonly functions?: LoadedFunctions
  readonly bundlesFolder?: string
  /** Whether the bundles exist already. @default false */
  readonly isBundled?: boolean
  /** Installs native packages for Lambda's platform, for a deployment. @default false */
  readonly forLambda?: boolean
  /** Keeps existing bundles if no source has changed. @default false */
  readonly reuse?: boolean
}

/** Loads and bundles the functions, then creates the CDK app for CLI, local stack and tests. */
export async function createApp(options: AppOptions = {}): Promise<App> {
  const { context, outdir, bundlesFolder = BUNDLES_FOLDER, isBundled, forLambda, reuse } = options
  const app = new App({ outdir, context: { ...cdkContext(), ...context } })
  const stage = toDeploy(app, options)
  const functions = options.functions ?? (await measure('load', () => loadFunctions()))
  if (!isBundled) {
    const codeCache = app.node.tryGetContext('codeCache')
    await measure('bundle', () =>
      bundleAll(functions, stage, { folder: bundlesFolder, forLambda, codeCache, reuse }),
    )
  }
  const tags = { service: 'user-api', stage: stage.name }
  for (const [key, value] of Object.entries(tags)) Tags.of(app).add(key, value)
  const firewall = createFirewall(app, stage)
  const stack = new UserApiStack(app, 'UserApi', {
    stackName: stackNameOf(stage),
    env: { account: stage.account, region: stage.region },
    terminationProtection: isProtected(stage),
    stage,
    functions,
    bundlesFolder,
    webAclArn: firewall?.webAclArn,
  })
  if (stage.alarms) await addMonitoring(app, stack, stage, stage.alarms)
  return app
}

/** Creates the web ACL of a stage that has the limits of one. */
function createFirewall(app: App, stage: Stage): FirewallStack | undefined {
  const { firewall } = stage.edge ?? {}
  if (!firewall || 'webAclArn' in firewall) return undefined
  const place = { stackName: `${stackNameOf(stage)}-firewall`, env: inEdgeRegion(stage) }
  return new FirewallStack(app, 'Firewall', { ...place, limits: firewall })
}

/** Adds the alarms to the stack. With an edge, others are in a stack that is deployed after it. */
async function addMonitoring(
  app: App,
  stack: UserApiStack,
  stage: Stage,
  thresholds: AlarmThresholds,
): Promise<void> {
  // Imported on demand, which saves 0.2 s of the local stack's start: it has no alarms.
  const { Monitoring } = await import('./monitoring/monitoring.ts')
  new Monitoring(stack, 'Watch', stack.monitored, stage, thresholds)
  if (!stage.edge) return
  const { OutsideStack } = await import('./monitoring/outside-stack.ts')
  const place = { stackName: `${stackNameOf(stage)}-outside`, env: inEdgeRegion(stage) }
  new OutsideStack(app, 'Outside', { ...place, stage, thresholds, edge: stack.edge })
}

function inEdgeRegion({ account }: Stage) {
  return { account, region: EDGE_REGION }
}

/**
 * The stage to deploy. `-c protected=false` turns its protection off.
 * @throws Error when no stage is named: a forgotten `-c stage=prod` must not deploy another stage.
 */
function toDeploy({ node }: App, { stage: given, forLambda }: AppOptions): Stage {
  const name = node.tryGetContext('stage')
  if (!given && name === undefined) throw new Error('Name the stage, e.g. -c stage=dev')
  const stage = given ?? (forLambda ? deployableStage(name) : stageNamed(name))
  const isProtected = node.tryGetContext('protected') !== 'false'
  return isProtected ? stage : { ...stage, isProtected }
}

async function bundleAll(
  { routes, workers }: LoadedFunctions,
  { docs, architecture }: Stage,
  options: BundleOptions & { folder: string },
): Promise<void> {
  await bundleFunctions([...routes, ...workers], { ...options, architecture })
  await bundlePage(deleteAccountPage, options.folder)
  if (docs) for (const page of [docsPage, openApiPage]) await bundlePage(page, options.folder)
}

/** Reads the CDK feature flags of cdk.json, which only the CDK CLI would read by itself. */
function cdkContext(): Record<string, unknown> {
  const file = resolve(import.meta.dirname, '../../cdk.json')
  return JSON.parse(readFileSync(file, 'utf8')).context
}
