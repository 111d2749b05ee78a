import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { App, Stack, Tags } from 'aws-cdk-lib'
import {
  BUNDLES_FOLDER,
  type BundleOptions,
  bundleFunctions,
} from '../bundling/bundle-functions.ts'
import { writeEmptyBundles } from '../bundling/empty-bundles.ts'
import { makeReadable } from '../bundling/make-readable.ts'
import { type LoadedFunctions, loadFunctions } from '../functions/load-functions.ts'
import { bundlePages } from '../pages/bundle-pages.ts'
import { pagesOf } from '../pages/pages.ts'
import type { AlarmThresholds } from '../stages/alarm-thresholds.ts'
import { refuseProblems } from '../stages/report-problems.ts'
import {
  firewallStackOf,
  outsideStackOf,
  type StackIdentity,
  serviceStackOf,
} from '../stages/stacks.ts'
import type { Stage } from '../stages/stage.ts'
import { deployableStage, stageNamed } from '../stages/stages.ts'
import { UsageError } from '../stages/usage-error.ts'
import { FirewallStack } from './edge/firewall-stack.ts'
import { measurePhase } from './measure-phase.ts'
import { isProtected } from './storage/removal-policy.ts'
import { UserApiStack } from './user-api-stack.ts'

/** Options of createApp. The CDK CLI passes context through the environment instead. */
export interface AppOptions {
  /** The stage to create the app for. @default the stage that the context names */
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
  /**
   * Makes the bundles, uses those that exist, or writes empty ones for templates that are not deployed.
   * @default make
   */
  readonly bundles?: 'make' | 'existing' | 'empty'
  /** Installs native packages for Lambda's platform, for a deployment. @default false */
  readonly forLambda?: boolean
  /** Makes bundles that can be made again fast. @default false */
  readonly forReload?: boolean
  /** Keeps existing bundles if no source has changed. @default false */
  readonly reuse?: boolean
}

/** Loads and bundles the functions, then creates the CDK app for CLI, local stack and tests. */
export async function createApp(options: AppOptions = {}): Promise<App> {
  const { context, outdir, bundlesFolder = BUNDLES_FOLDER, bundles = 'make' } = options
  const { forLambda, forReload, reuse } = options
  const app = new App({ outdir, context: { ...cdkContext(), ...context } })
  const stage = stageToDeploy(app, options)
  const functions = options.functions ?? (await measurePhase('load', () => loadFunctions()))
  if (bundles === 'empty') {
    const { routes, workers } = functions
    await writeEmptyBundles([...routes, ...workers, ...pagesOf(stage)], bundlesFolder)
  }
  if (bundles === 'make') {
    const codeCache = app.node.tryGetContext('codeCache')
    await measurePhase('bundle', () =>
      bundleAll(functions, stage, {
        folder: bundlesFolder,
        forLambda,
        forReload,
        codeCache,
        reuse,
      }),
    )
  }
  const tags = { service: 'user-api', stage: stage.name }
  for (const [key, value] of Object.entries(tags)) Tags.of(app).add(key, value)
  const firewall = createFirewall(app, stage)
  const service = serviceStackOf(stage)
  const stack = new UserApiStack(app, service.id, {
    ...propsOf(service, stage),
    stage,
    functions,
    bundlesFolder,
    webAclArn: firewall?.webAclArn,
  })
  if (stage.alarms) await addMonitoring(app, stack, stage, stage.alarms)
  for (const one of app.node.children.filter(Stack.isStack)) refuseProblems(one, stage)
  return app
}

/** Creates the stack with the web ACL, if the stage has limits for one. */
function createFirewall(app: App, stage: Stage): FirewallStack | undefined {
  const stack = firewallStackOf(stage)
  const { firewall } = stage.edge ?? {}
  if (!(stack && firewall) || 'webAclArn' in firewall) return undefined
  return new FirewallStack(app, stack.id, { ...propsOf(stack, stage), limits: firewall })
}

/**
 * Adds alarms and dashboard to the stack. A stage with CloudFront also gets a stack with the alarms on
 * CloudFront, which is deployed afterwards.
 */
async function addMonitoring(
  app: App,
  stack: UserApiStack,
  stage: Stage,
  thresholds: AlarmThresholds,
): Promise<void> {
  // Imported on demand, which saves 0.2 s of the local stack's start: it has no alarms.
  const { Monitoring } = await import('./monitoring/monitoring.ts')
  new Monitoring(stack, 'Watch', stack.monitored, stage, thresholds)
  const outside = outsideStackOf(stage)
  if (!outside) return
  const { OutsideStack } = await import('./monitoring/outside-stack.ts')
  const props = propsOf(outside, stage)
  new OutsideStack(app, outside.id, { ...props, stage, thresholds, edge: stack.edge })
}

/**
 * The properties of every stack of a stage. All are protected: `cdk destroy --all` begins with the alarms from outside,
 * and would delete them before the service refuses.
 */
function propsOf({ name, region }: StackIdentity, stage: Stage) {
  const env = { account: stage.account, region }
  return { stackName: name, env, terminationProtection: isProtected(stage) }
}

/**
 * Returns the stage to deploy. `-c protected=false` turns off the stage's protection from deletion, and
 * `-c canary=false` its canaries, both for this deployment.
 * @throws UsageError when no stage is named: a forgotten `-c stage=prod` must not deploy another stage.
 */
function stageToDeploy({ node }: App, { stage: given, forLambda }: AppOptions): Stage {
  const name = node.tryGetContext('stage')
  if (!given && name === undefined) throw new UsageError('Name the stage, e.g. -c stage=dev')
  const stage = given ?? (forLambda ? deployableStage(name) : stageNamed(name))
  return {
    ...stage,
    ...(isOff(node, 'protected') && { isProtected: false }),
    ...(isOff(node, 'canary') && { skipsCanary: true }),
  }
}

/**
 * Whether the context turns this off, as `-c protected=false` does.
 * @throws UsageError on a value that is neither true nor false: `-c protected=no` would have no effect.
 */
function isOff(node: App['node'], name: string): boolean {
  const value = String(node.tryGetContext(name) ?? true)
  if (value === 'true' || value === 'false') return value === 'false'
  throw new UsageError(`-c ${name}=${value}: it must be true or false`)
}

async function bundleAll(
  { routes, workers }: LoadedFunctions,
  { docs, architecture }: Stage,
  options: BundleOptions & { folder: string },
): Promise<void> {
  await bundleFunctions([...routes, ...workers], { ...options, architecture })
  await bundlePages({ docs }, options.folder)
  if (options.forLambda) await makeReadable(options.folder)
}

/** Reads the CDK feature flags of cdk.json, which only the CDK CLI would read by itself. */
function cdkContext(): Record<string, unknown> {
  const file = resolve(import.meta.dirname, '../../cdk.json')
  return JSON.parse(readFileSync(file, 'utf8')).context
}
