import type { Principal } from './aws-endpoint/access.ts'
import type { CallReport } from './aws-endpoint/aws-endpoint.ts'
import { startAwsEndpoint } from './aws-endpoint/aws-endpoint.ts'
import { dynamodb } from './aws-endpoint/dynamodb.ts'
import { s3 } from './aws-endpoint/s3.ts'
import { sqs } from './aws-endpoint/sqs.ts'
import { createTables } from './create-tables.ts'
import { describeRoutes } from './describe-routes.ts'
import { startDynamoDbLocal } from './dynamodb-local.ts'
import { startBucketsAndQueues } from './fauxqs.ts'
import { type DescribedFunction, describeFunctions } from './functions/describe-functions.ts'
import { LocalFunction, type LogSink } from './functions/local-function.ts'
import { startGateway } from './gateway/gateway.ts'
import { FunctionErrored } from './gateway/invoke-errors.ts'
import type { PolicyDocument } from './iam/policy.ts'
import { TemplateResolver } from './resolve-template.ts'
import { synthesize } from './synthesize.ts'
import type { Place } from './template-attributes.ts'

/** How to start the stack. */
export interface LocalStackOptions {
  /** Port of the API; 0 takes a free one. */
  readonly port: number
  /** Where bundles and the synthesized template go. */
  readonly folder: string
  /** Where the tables are kept; in memory when absent. */
  readonly dataFolder?: string
  /** Told each line that a function writes. */
  readonly onLog?: LogSink
  /** Told each call that a function makes to AWS. */
  readonly onCall?: (report: CallReport) => void
}

/** The stack, running on this machine. */
export interface LocalStack {
  readonly stackName: string
  /** By name, as `cdk deploy --outputs-file` writes them; with `AwsEndpointUrl`. */
  readonly outputs: Readonly<Record<string, string>>
  readonly functions: readonly DescribedFunction[]
  /** Changes what a function may do, from its next call on. */
  replacePolicies(functionName: string, policies: readonly PolicyDocument[]): void
  stop(): Promise<void>
}

const HOST = '127.0.0.1'
const ACCOUNT = '000000000000'
const REGION = 'ap-south-1'
/** The access key that may do everything. */
const OPERATOR_KEY = 'local'

/** Synthesizes the stack and runs the template: its tables, its functions, its permissions, its routes. */
export async function startLocalStack(options: LocalStackOptions): Promise<LocalStack> {
  const { port, folder, dataFolder, onLog = () => undefined, onCall } = options
  const running: (() => Promise<void>)[] = []
  const stop = async () => {
    for (const end of running.splice(0).reverse()) await end()
  }
  const [dynamoDb, bucketsAndQueues, stack] = await Promise.allSettled([
    startDynamoDbLocal(dataFolder).then((started) => {
      running.push(() => started.stop())
      return started
    }),
    startBucketsAndQueues(REGION, dataFolder).then((started) => {
      running.push(() => started.stop())
      return started
    }),
    synthesize(folder),
  ])
  try {
    const { url: dynamoDbUrl } = settled(dynamoDb)
    const engine = settled(bucketsAndQueues)
    const { name: stackName, template, assets } = settled(stack)

    const principals = new Map<string, Principal>([[OPERATOR_KEY, { kind: 'operator' }]])
    const aws = await startAwsEndpoint({
      host: HOST,
      port: 0,
      account: ACCOUNT,
      region: REGION,
      principals,
      services: { dynamodb: dynamodb(dynamoDbUrl), s3: s3(engine.url), sqs: sqs(engine.url) },
      onCall,
    })
    running.push(() => aws.close())

    const place: Place = { stackName, region: REGION, accountId: ACCOUNT, awsEndpointUrl: aws.url }
    const resolver = new TemplateResolver(template, place)
    const resources = resolver.resources()
    engine.create(resources)
    await createTables(resources, dynamoDbUrl, REGION)

    const functions = describeFunctions(resources, {
      region: REGION,
      awsEndpointUrl: aws.url,
      assets,
    })
    for (const { name, accessKeyId, roleArn, policies } of functions) {
      principals.set(accessKeyId, { kind: 'function', functionName: name, roleArn, policies })
    }
    const runners = new Map(functions.map((one) => [one.name, new LocalFunction(one, onLog)]))
    running.push(async () => {
      await Promise.all([...runners.values()].map((runner) => runner.close()))
    })

    const gateway = await startGateway({
      host: HOST,
      port,
      routes: describeRoutes(resources),
      invoke: async (name, event) => {
        const runner = runners.get(name)
        if (!runner) throw new FunctionErrored(`There is no function ${name}`)
        return await runner.invoke(event)
      },
      onError: (error) => onLog('gateway', String(error)),
    })
    running.push(() => gateway.close())
    place.apiUrl = gateway.url

    const outputs = { ...resolver.outputs(), AwsEndpointUrl: aws.url }
    return { stackName, outputs, functions, replacePolicies: aws.replacePolicies, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

function settled<T>(result: PromiseSettledResult<T>): T {
  if (result.status === 'rejected') throw result.reason
  return result.value
}
