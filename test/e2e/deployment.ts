import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { S3Client } from '@aws-sdk/client-s3'
import { SQSClient } from '@aws-sdk/client-sqs'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import type { TestContext } from 'vitest'
import {
  type FunctionPermissions,
  PermissionUse,
} from '../../infra/local/endpoint/permission-use.ts'
import { type Outputs, readOutputs } from '../../infra/ops/read-outputs.ts'
import { startUserApi } from '../../infra/start/start-user-api.ts'
import { refusalOf } from '../faults/fault-replies.ts'
import type { Driver } from '../support/api-request.ts'
import { assemblyOf } from '../support/assemblies.ts'
import { httpTo } from '../support/http-driver.ts'
import { LOGS_AND_TRACES } from '../support/logs-and-traces.ts'
import { operatorAt } from '../support/operator.ts'

/** A stack that this process runs: it can be put out of order, and tells how it used its permissions. */
interface OwnStack {
  permissions(): FunctionPermissions[]
  /** Has AWS fail some calls of the functions while `run` lasts. */
  during<T>(outage: Outage, run: () => Promise<T>): Promise<T>
  stop(): Promise<void>
}

/** The file that `npm run e2e -- --outputs <file>` was given. */
const outputsFile = process.env.E2E_OUTPUTS

/** Where an emulator of AWS shows the SMS that it was given to send: `npm run rehearse`. */
const emulatorInbox = process.env.E2E_SMS_INBOX

const started = outputsFile ? undefined : await start()
const outputs = started?.outputs ?? readOutputs(outputsFile ?? '')

/** The stack under test: the one of an outputs file, or one of our own in memory. */
export const deployment: {
  readonly outputs: Outputs
  readonly driver: Driver
  /** Whether it runs on this machine, where SMS cost nothing and alarms reach nobody. */
  readonly isLocal: boolean
  /** Where the SMS are that were sent, of a stack on this machine. */
  readonly smsInbox: string
  readonly own?: OwnStack
} = {
  outputs,
  driver: httpTo(outputs.ApiUrl ?? ''),
  isLocal: outputs.AwsEndpointUrl !== undefined || emulatorInbox !== undefined,
  smsInbox: emulatorInbox ?? `${outputs.ApiUrl}/_local/sms`,
  own: started?.own,
}

const operator = outputs.AwsEndpointUrl
  ? operatorAt(outputs.AwsEndpointUrl)
  : // The credentials are the environment's.
    { region: outputs.Region }

/** The operator's view of the tables. */
export const tables = DynamoDBDocumentClient.from(new DynamoDBClient(operator))
/** The operator's view of the pictures' bucket. */
export const buckets = new S3Client(operator)
/** The operator's view of the queues. */
export const queues = new SQSClient(operator)

/** Whether AWS is out of order for a call of a function. */
type Outage = (functionName: string, operation: string) => boolean

/** How long what is not done at once may take: on AWS, a cold start and a row that settles. */
export const IN_TIME = { timeout: 60_000, interval: 100 }

/** For a test that cannot run on AWS: skips it there, and says why. */
export function onlyLocally({ skip }: TestContext, why: string): void {
  skip(!deployment.isLocal, why)
}

/** The stack of our own; a test that needs one is skipped elsewhere, and says why. */
export function ownStack({ skip }: TestContext, why: string): OwnStack {
  return deployment.own ?? skip(why)
}

async function start(): Promise<{ outputs: Outputs; own: OwnStack }> {
  const use = new PermissionUse(LOGS_AND_TRACES)
  let outage: Outage = () => false
  const stack = await startUserApi({
    assembly: await assemblyOf('local'),
    onCall: use.record,
    wrapCall: async (call, perform) => {
      const isOut = call.functionName && outage(call.functionName, call.operation)
      return isOut ? refusalOf('server error', call) : await perform()
    },
  })
  const own: OwnStack = {
    permissions: () => use.report(stack.functions),
    during: async (given, run) => {
      outage = given
      try {
        return await run()
      } finally {
        outage = () => false
      }
    },
    stop: () => stack.stop(),
  }
  return { outputs: stack.outputs, own }
}
