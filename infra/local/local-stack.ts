import type { Principal } from './aws-endpoint/access.ts'
import type { AroundCall } from './aws-endpoint/answer-call.ts'
import { type AwsEndpoint, type CallReport, startAwsEndpoint } from './aws-endpoint/aws-endpoint.ts'
import { dynamodb } from './aws-endpoint/dynamodb.ts'
import { s3 } from './aws-endpoint/s3.ts'
import { sns } from './aws-endpoint/sns.ts'
import { sqs } from './aws-endpoint/sqs.ts'
import { startCdn } from './cdn/cdn.ts'
import { describeDistributions } from './cdn/describe-distributions.ts'
import { describeRoutes } from './describe-routes.ts'
import { startSchedules } from './event-sources/schedules.ts'
import { startEventSources } from './event-sources/start-event-sources.ts'
import { type DescribedFunction, describeFunctions } from './functions/describe-functions.ts'
import type { LogSink } from './functions/local-function.ts'
import { startFunctions } from './functions/start-functions.ts'
import { startGateway } from './gateway/gateway.ts'
import type { PolicyDocument } from './iam/policy.ts'
import { serveLocalPages } from './local-pages.ts'
import { type Resource, TemplateResolver } from './resolve-template.ts'
import { Running } from './running.ts'
import { SmsInbox } from './sms-inbox.ts'
import { type Engines, startEngines } from './start-engines.ts'
import { synthesize } from './synthesize.ts'
import type { Place } from './template-attributes.ts'

/** How to start the stack. */
export interface LocalStackOptions {
  /** Port of the API; 0 takes a free one. */
  readonly port: number
  /** Where bundles and the synthesized template go. */
  readonly folder: string
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
  /** By name, as `cdk deploy --outputs-file` writes them; with `AwsEndpointUrl`. */
  readonly outputs: Readonly<Record<string, string>>
  readonly functions: readonly DescribedFunction[]
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
  ...['AWS::SQS::Queue', 'AWS::CloudFront::Distribution'],
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
  const { folder, dataFolder, onLog = () => undefined } = options
  const [engines, { name: stackName, template, assets }] = await bothOf(
    startEngines(REGION, dataFolder, running),
    synthesize(folder),
  )
  const principals = new Map<string, Principal>([[OPERATOR_KEY, { kind: 'operator' }]])
  const inbox = new SmsInbox()
  const aws = await startAws(engines, inbox, principals, options)
  running.add(() => aws.close())

  const place: Place = { stackName, region: REGION, accountId: ACCOUNT, awsEndpointUrl: aws.url }
  const resolver = new TemplateResolver(template, place)
  const stores = resolver.resources(STORES)
  place.streamArns = await engines.create(stores)
  place.localOrigins = await startCdns(stores, place, engines.storeUrl, running)
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
  const { invoke, crash, memoryInUse } = startFunctions(functions, onLog, running)
  const schedules = startSchedules(resources, invoke)
  running.add(() => schedules.stop())
  const gateway = await startGateway({
    host: HOST,
    port: options.port,
    routes: describeRoutes(resources),
    invoke,
    intercept: serveLocalPages({
      'GET /_local/sms': () => ({ json: { messages: inbox.list() } }),
      ...schedules.pages,
    }),
    onError: (error) => onLog('gateway', String(error)),
  })
  running.add(() => gateway.close())
  place.apiUrl = gateway.url
  const surroundings = {
    endpointUrl: aws.url,
    region: REGION,
    functions,
    invoke,
    onLog,
    dataFolder,
  }
  const eventSources = startEventSources(resources, surroundings)
  running.add(() => eventSources.stop())

  const outputs = { ...resolver.outputs(), AwsEndpointUrl: aws.url }
  const { replacePolicies } = aws
  const stop = () => running.stop()
  return { stackName, outputs, functions, replacePolicies, crash, memoryInUse, stop }
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

/** Starts what stands in for each distribution. Answers its origin here, by the template's. */
async function startCdns(
  resources: readonly Resource[],
  place: Place,
  storeUrl: string,
  running: Running,
): Promise<Map<string, string>> {
  const origins = new Map<string, string>()
  for (const distribution of describeDistributions(resources, place)) {
    const cdn = await startCdn(distribution, storeUrl, HOST)
    running.add(() => cdn.close())
    origins.set(distribution.origin, cdn.url)
  }
  return origins
}

/** Waits for both even when one fails, so that nothing is still starting when all is ended. */
async function bothOf<A, B>(one: Promise<A>, other: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([one, other])
  return [await one, await other]
}
