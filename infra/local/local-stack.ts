import { measure } from '../bundling/measure.ts'
import type { DemoAccount } from '../start/demo-account.ts'
import type { Principal } from './aws-endpoint/access.ts'
import type { AroundCall } from './aws-endpoint/answer-call.ts'
import { type AwsEndpoint, type CallReport, startAwsEndpoint } from './aws-endpoint/aws-endpoint.ts'
import { dynamodb } from './aws-endpoint/dynamodb.ts'
import { s3 } from './aws-endpoint/s3.ts'
import { sns } from './aws-endpoint/sns.ts'
import { sqs } from './aws-endpoint/sqs.ts'
import { startCdns } from './cdn/start-cdns.ts'
import { Activity } from './console/activity.ts'
import { openConsole } from './console/console.ts'
import { startSchedules } from './event-sources/schedules.ts'
import { startEventSources } from './event-sources/start-event-sources.ts'
import { type DescribedFunction, describeFunctions } from './functions/describe-functions.ts'
import type { LogSink } from './functions/local-function.ts'
import { startFunctions } from './functions/start-functions.ts'
import type { PolicyDocument } from './iam/policy.ts'
import { TemplateResolver } from './resolve-template.ts'
import { Running } from './running.ts'
import { SmsInbox } from './sms-inbox.ts'
import { startApi } from './start-api.ts'
import { type Engines, startEngines } from './start-engines.ts'
import type { Place } from './template-attributes.ts'

/** How to start the stack. */
export interface LocalStackOptions {
  /** Port of the API; 0 takes a free one. */
  readonly port: number
  /** Where bundles and the synthesized template go. */
  readonly folder: string
  /** @default 'local' */
  readonly stage?: string
  /** Where tables, objects and messages are kept; in memory when absent. */
  readonly dataFolder?: string
  /** Told each line that a function writes. */
  readonly onLog?: LogSink
  /** Told each call that a function makes to AWS. */
  readonly onCall?: (report: CallReport) => void
  /** Stands around every allowed call to AWS: how tests inject faults. */
  readonly aroundCall?: AroundCall
  /** Replaces variables that the template gives to a function, by its name. */
  readonly environment?: (functionName: string) => Readonly<Record<string, string>>
}

/** The stack, running on this machine. */
export interface LocalStack {
  readonly stackName: string
  /** The API itself; with an edge the output `ApiUrl` is that of the edge. */
  readonly apiUrl: string
  /** By name, as `cdk deploy --outputs-file` writes them; with `AwsEndpointUrl`. */
  readonly outputs: Readonly<Record<string, string>>
  readonly functions: readonly DescribedFunction[]
  /** Opened when it is first asked for. */
  readonly demoAccount: DemoAccount
  /** Changes what a function may do, from its next call on. */
  replacePolicies(functionName: string, policies: readonly PolicyDocument[]): void
  /** Ends what a function is doing, as a crash of its environments would. */
  crash(functionName: string): Promise<void>
  /** Bytes of memory in use: of each environment, by the function's name. */
  memoryInUse(): Promise<Record<string, number[]>>
  stop(): Promise<void>
}

const HOST = '127.0.0.1'
const ACCOUNT = '000000000000'
const REGION = 'ap-south-1'
/** The access key that may do everything. */
const OPERATOR_KEY = 'local'
/** What the rest of the template is told about once it exists. */
const STORES = [
  ...['AWS::DynamoDB::GlobalTable', 'AWS::S3::Bucket', 'AWS::S3::BucketPolicy'],
  ...['AWS::SQS::Queue', 'AWS::CloudFront::Distribution', 'AWS::CloudFront::Function'],
  'AWS::CloudFront::ResponseHeadersPolicy',
]

/** Synthesizes the stack and runs the template: its tables, its functions, its permissions, its routes. */
export async function startLocalStack(options: LocalStackOptions): Promise<LocalStack> {
  const running = new Running()
  try {
    return await start(options, running)
  } catch (error) {
    await running.stop()
    throw error
  }
}

async function start(options: LocalStackOptions, running: Running): Promise<LocalStack> {
  const { folder, stage = 'local', dataFolder, onLog = () => undefined } = options
  const starting = measure('engines', () => startEngines(REGION, dataFolder, running))
  // Loaded only now: the CDK takes a second, in which the engines start.
  const synthesizing = import('../start/synthesize.ts').then(({ synthesize }) =>
    synthesize(folder, stage),
  )
  // Awaited once the engines are there to be stopped; they themselves fail without waiting for it.
  synthesizing.catch(() => undefined)
  const engines = await starting
  const { name: stackName, template, assets } = await synthesizing
  const principals = new Map<string, Principal>([[OPERATOR_KEY, { kind: 'operator' }]])
  const { activity, inbox, onCall } = record(options)
  const aws = await startAws(engines, inbox, principals, { ...options, onCall })
  running.add(() => aws.close())

  const place: Place = { stackName, region: REGION, accountId: ACCOUNT, awsEndpointUrl: aws.url }
  const resolver = new TemplateResolver(template, place)
  const stores = resolver.resources(STORES)
  const cdn = { storeUrl: engines.storeUrl, host: HOST }
  place.streamArns = await measure('tables', () => engines.create(stores))
  place.localOrigins = await startCdns(stores, place, cdn, running)
  const resources = resolver.resources()

  const functions = describeFunctions(resources, {
    region: REGION,
    awsEndpointUrl: aws.url,
    assets,
    environment: options.environment,
  })
  for (const { name, accessKeyId, roleArn, policies } of functions) {
    principals.set(accessKeyId, { kind: 'function', functionName: name, roleArn, policies })
  }
  const listener = { onLog, onColdStart: activity.addColdStart.bind(activity) }
  const started = startFunctions(functions, listener, running)
  const invoke = activity.recording(started.invoke)
  const schedules = startSchedules(resources, invoke)
  running.add(() => schedules.stop())
  const origins = [...place.localOrigins.values()]
  const watched = { activity, inbox, schedules, origins, onLog }
  const api = await startApi(resources, { host: HOST, port: options.port, invoke, ...watched })
  running.add(() => api.close())
  place.apiUrl = api.url
  const context = {
    endpointUrl: aws.url,
    region: REGION,
    functions,
    invoke,
    onLog,
    dataFolder,
  }
  const eventSources = startEventSources(resources, context)
  running.add(() => eventSources.stop())

  const outputs = { ...resolver.outputs(), AwsEndpointUrl: aws.url }
  const consoleOptions = {
    ...{ activity, inbox, stackName, region: REGION, routes: api.routes, outputs },
    schedules: schedules.functionNames,
    renewFunctions: () => started.renew(),
  }
  Object.assign(api.pages, openConsole(consoleOptions, running))
  const { crash, memoryInUse } = started
  const { replacePolicies } = aws
  return {
    ...{ stackName, apiUrl: api.url, outputs, functions, demoAccount: api.demoAccount },
    ...{ replacePolicies, crash, memoryInUse, stop: () => running.stop() },
  }
}

/** What is kept of what happens, for whoever looks. */
function record({ onCall }: LocalStackOptions) {
  const activity = new Activity()
  return {
    activity,
    inbox: new SmsInbox((entry) => activity.tell({ type: 'sms', entry })),
    onCall: (report: CallReport) => {
      activity.addCall(report)
      onCall?.(report)
    },
  }
}

async function startAws(
  { dynamoDbUrl, storeUrl }: Engines,
  inbox: SmsInbox,
  principals: Map<string, Principal>,
  { onCall, aroundCall }: LocalStackOptions,
): Promise<AwsEndpoint> {
  return await startAwsEndpoint({
    host: HOST,
    port: 0,
    account: ACCOUNT,
    region: REGION,
    principals,
    services: {
      dynamodb: dynamodb(dynamoDbUrl),
      s3: s3(storeUrl),
      sns: sns(inbox),
      sqs: sqs(storeUrl),
    },
    onCall,
    aroundCall,
  })
}
