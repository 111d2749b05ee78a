import type { Activity } from './console/activity.ts'
import { Console } from './console/console.ts'
import type { Principal } from './endpoint/access.ts'
import { startAwsEndpoint } from './endpoint/aws-endpoint.ts'
import type { LocalStack, LocalStackOptions } from './options.ts'
import { openCompileCache } from './services/lambda/functions/compile-cache.ts'
import {
  type DescribedFunction,
  describeFunctions,
} from './services/lambda/functions/describe-functions.ts'
import { type Functions, startFunctions } from './services/lambda/functions/start-functions.ts'
import { resourceTypes } from './services.ts'
import {
  createResources,
  type RunningService,
  runServices,
  startServices,
} from './start-services.ts'
import { type AssemblyStack, readAssembly } from './template/read-assembly.ts'
import { TemplateResolver } from './template/resolve-template.ts'
import { createUpdate, principalsOf } from './update-stack.ts'

const HOST = '127.0.0.1'
const ACCOUNT = '000000000000'
/** The access key that has every permission. */
const OPERATOR_KEY = 'local'

/**
 * Runs a stack of a CDK app on this machine.
 * @throws Error that names the part of the app that the local stack does not support.
 */
export async function startLocalStack(options: LocalStackOptions): Promise<LocalStack> {
  const cleanup = new AsyncDisposableStack()
  try {
    const reading = Promise.resolve(options.assembly).then((assembly) =>
      readAssembly(assembly, options.stackName),
    )
    // `await reading` throws the failure below, once DynamoDB Local and fauxqs run and can be stopped.
    reading.catch(() => undefined)
    const console = new Console(options.console ?? {})
    cleanup.defer(() => console.close())
    const { onLog = ignore, measure = runOnly, port = 0, dataFolder, now = Date.now } = options
    const { apiHost = HOST } = options
    const { publish, servePage, addResponse } = console
    const { timeouts = true } = options
    const services = await measure('engines', () =>
      startServices({
        host: HOST,
        apiHost,
        port,
        dataFolder,
        now,
        cleanup,
        onLog,
        timeouts,
        publish,
        servePage,
        changeResponse: options.changeResponse,
        onResponse: addResponse,
      }),
    )
    const started: Started = { services, console, cleanup, stack: await reading }
    return await runStack(started, { ...options, onLog, measure })
  } catch (error) {
    await cleanup.disposeAsync()
    throw error
  }
}

interface Started {
  readonly services: readonly RunningService[]
  readonly console: Console
  readonly cleanup: AsyncDisposableStack
  readonly stack: AssemblyStack
}

type Options = LocalStackOptions & Required<Pick<LocalStackOptions, 'onLog' | 'measure'>>

/** Creates the resources of the template, and runs its functions behind its API. */
async function runStack(
  { services, console, cleanup, stack: assembled }: Started,
  options: Options,
): Promise<LocalStack> {
  const { name: stackName, region, template, assets } = assembled
  const principals = new Map<string, Principal>([[OPERATOR_KEY, { kind: 'operator' }]])
  const aws = await startAwsEndpoint({
    host: HOST,
    port: 0,
    account: ACCOUNT,
    region,
    principals,
    apis: services.flatMap(({ api }) => api ?? []),
    onCall: (report) => {
      console.addCall(report)
      options.onCall?.(report)
    },
    wrapCall: options.wrapCall,
  })
  cleanup.defer(() => aws.close())
  const place = { stackName, region, accountId: ACCOUNT, endpointUrl: aws.url }
  const resolver = new TemplateResolver(template, place, resourceTypes)
  await options.measure('resources', () => createResources(services, resolver, place))
  const resources = resolver.resources()
  const outputs = { ...resolver.outputs(), AwsEndpointUrl: aws.url }

  const { environment } = options
  const functions = describeFunctions(resources, { ...place, assets, environment })
  for (const [key, principal] of principalsOf(functions)) principals.set(key, principal)
  const { activity, labels } = console.record({ stackName, resources, outputs })
  const compileCache = openCompileCache(cleanup, options.dataFolder)
  const running = runFunctions(functions, activity, compileCache, options)
  cleanup.defer(() => running.close())
  const { apiUrl = '', publicUrl = '' } = services.find((service) => service.apiUrl) ?? {}
  const invoke = activity.record(running.invoke)
  const context = { place, apiUrl, functions, invoke, labelOf: labels.functionOf }
  const parts = await runServices(services, resources, context, cleanup)

  const { replaceEnvironments, crash, memoryInUse } = running
  const updated = { stack: assembled, place, resolver, environment, services, aws, running }
  const update = createUpdate({ ...updated, functions, console, invoke })
  let current: readonly DescribedFunction[] = functions
  const stack: LocalStack = {
    stackName,
    region,
    apiUrl,
    publicUrl,
    outputs,
    replaceEnvironments,
    crash,
    memoryInUse,
    get functions() {
      return current
    },
    update: async (next) => {
      current = await update(next)
    },
    replacePolicies: aws.replacePolicies,
    stop: () => cleanup.disposeAsync(),
  }
  const extension = options.extendConsole?.(stack, console.publish) ?? {}
  if (extension.close) cleanup.defer(extension.close)
  parts.push(extension)
  // Ends first: the gateway waits up to a second for responses in progress, and an open console has one that never ends.
  cleanup.defer(() => console.close())
  const { sharedKey } = options
  console.open({ stackName, outputs, parts, imageOrigins: resolver.localUrls(), sharedKey })
  return stack
}

/** Starts the functions. Their cold starts and thrown errors are added to the console's activity. */
function runFunctions(
  functions: readonly DescribedFunction[],
  activity: Activity,
  compileCache: string,
  { packagesFolder = process.cwd(), onLog, errorsInFull, timeouts }: Options,
): Functions {
  return startFunctions(functions, {
    packagesFolder,
    compileCache,
    onLog,
    errorsInFull,
    timeouts,
    onColdStart: activity.addColdStart.bind(activity),
    onThrown: (name, { text, expected }, traceId) => {
      activity.addThrown(traceId, text)
      if (!expected) onLog(name, text)
    },
  })
}

function ignore(): void {
  // Log lines are dropped.
}

async function runOnly<T>(_: string, work: () => Promise<T>): Promise<T> {
  return await work()
}
