import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Principal } from '../../infra/local/endpoint/access.ts'
import type { AwsApi, AwsCall, AwsResponse } from '../../infra/local/endpoint/aws-api.ts'
import { startAwsEndpoint } from '../../infra/local/endpoint/aws-endpoint.ts'
import {
  type FunctionPermissions,
  PermissionUse,
} from '../../infra/local/endpoint/permission-use.ts'
import { jsonError } from '../../infra/local/endpoint/responses.ts'
import { checkPolicy } from '../../infra/local/policies/check-policy.ts'
import { type PolicyDocument, toList } from '../../infra/local/policies/policy.ts'
import { describeDynamoDbCall } from '../../infra/local/services/dynamodb/needs.ts'
import { describeS3Call } from '../../infra/local/services/s3/needs.ts'
import { localOutputs, OperatorMachine } from './operator-cli.ts'
import { stack } from './stack.ts'

export const ACCOUNT = '123456789012'
export const REGION = 'ap-south-1'
export const OPERATOR_ARN = `arn:aws:sts::${ACCOUNT}:assumed-role/Operators/kim`
const LOG_GROUP = 'user-api-prod-AuditLogLogs-1A2B3C'

/** The outputs of a deployed stack that has the tables and the bucket of the local one. */
const deployedOutputs = {
  ...localOutputs,
  AwsEndpointUrl: undefined,
  Stage: 'prod',
  Account: ACCOUNT,
  Region: REGION,
  ApiUrl: 'https://d111111abcdef8.cloudfront.net',
  McqAttemptsQueueUrl: `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/attempts.fifo`,
  AuditLogGroupName: LOG_GROUP,
}

/**
 * A policy of docs/permissions.md, with the names of this stack.
 * @param heading the heading above it, or its beginning.
 * @param outputs replace outputs of the stack.
 */
export function documentedPolicy(heading = 'Operators', outputs: object = {}): PolicyDocument {
  const text = readFileSync(resolve(import.meta.dirname, '../../docs/permissions.md'), 'utf8')
  const below = new RegExp(`^##+ ${heading}[^\\n]*$.*?^\`\`\`json\\n(.*?)^\`\`\`$`, 'ms')
  const [, json = ''] = below.exec(text) ?? []
  const values: Record<string, string | undefined> = {
    ...deployedOutputs,
    ...outputs,
    stack: 'user-api-prod',
    region: REGION,
    account: ACCOUNT,
  }
  return checkPolicy(
    JSON.parse(json.replaceAll(/<(\w+)>/g, (_, name) => values[name] ?? `unknown ${name}`)),
  )
}

/** The policy with only some of its statements. */
export function statementsOf(policy: PolicyDocument, ...ids: readonly RegExp[]): PolicyDocument {
  const Statement = toList(policy.Statement).filter(({ Sid = '' }) =>
    ids.some((id) => id.test(Sid)),
  )
  return { ...policy, Statement }
}

/** The lines of the audit log group by stream. */
type AuditStreams = Map<string, Record<string, unknown>[]>

/** A deployed stack on stand-ins for AWS, and an operator whose policy is enforced. */
export interface DeployedStack {
  readonly machine: OperatorMachine
  /** The records of the audit log group. */
  audit(): Record<string, unknown>[]
  /** Which grants of the policy were used, and what was refused. */
  permissions(): FunctionPermissions | undefined
  stop(): Promise<void>
}

/**
 * Starts an endpoint that has the local stack's tables and bucket under the operator's policy, with
 * stand-ins for STS and CloudWatch Logs. With `rejects`, the audit log refuses each record's time. `apis` are
 * added, or replace those of the same service; `outputs` replace outputs of the stack.
 */
export async function startDeployedStack(
  policy: PolicyDocument,
  {
    rejects = false,
    apis = [],
    outputs = {},
  }: { rejects?: boolean; apis?: readonly AwsApi[]; outputs?: object } = {},
): Promise<DeployedStack> {
  const streams: AuditStreams = new Map()
  const use = new PermissionUse()
  const principal: Principal = { kind: 'function', functionName: 'operator', policies: [policy] }
  const endpoint = await startAwsEndpoint({
    host: '127.0.0.1',
    port: 0,
    account: ACCOUNT,
    region: REGION,
    principals: new Map([['local', principal]]),
    apis: [
      forwardTo('dynamodb', describeDynamoDbCall, ['dynamodb:EnclosingOperation']),
      forwardTo('s3', describeS3Call, ['s3:prefix', 's3:delimiter', 's3:max-keys']),
      sts,
      logs(streams, rejects),
      ...apis,
    ],
    onCall: use.record,
  })
  const machine = await OperatorMachine.create(
    { ...deployedOutputs, ...outputs },
    'user-api-prod',
    {
      AWS_ENDPOINT_URL: endpoint.url,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      // Another region than that of the stack.
      AWS_REGION: 'eu-west-1',
    },
  )
  return {
    machine,
    audit: () => [...streams.values()].flat(),
    permissions: () => use.report([{ name: 'operator', policies: [policy] }])[0],
    stop: () => endpoint.close(),
  }
}

/** Forwards the calls that the operator's policy allows to a service of the local stack. */
export function forwardTo(
  signingName: string,
  describe: AwsApi['describe'],
  contextKeys: string[],
): AwsApi {
  return {
    signingName,
    contextKeys,
    describe,
    refuse: ({ message }) => jsonError(400, { __type: 'AccessDeniedException', message }),
    perform: (call, forward) => forward(call, new URL(stack.awsEndpointUrl)),
  }
}

const sts: AwsApi = {
  signingName: 'sts',
  contextKeys: [],
  // AWS needs no permission for it.
  describe: ({ body }) => ({ operation: operationIn(body), needs: [] }),
  refuse: ({ message }) => jsonError(400, { __type: 'AccessDeniedException', message }),
  perform: () =>
    respond(
      `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>${OPERATOR_ARN}</Arn>` +
        `<UserId>AROA:kim</UserId><Account>${ACCOUNT}</Account></GetCallerIdentityResult>` +
        '</GetCallerIdentityResponse>',
      'text/xml',
    ),
}

export function respond(
  body: object | string,
  type = 'application/x-amz-json-1.1',
): Promise<AwsResponse> {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const headers = ['content-type', type]
  return Promise.resolve({ statusCode: 200, headers, body: Buffer.from(text) })
}

export function operationIn(body: Buffer): string {
  return new URLSearchParams(body.toString()).get('Action') ?? 'unknown'
}

/** CloudWatch Logs with one log group. With `rejects`, it rejects each record because of its time. */
function logs(streams: AuditStreams, rejects: boolean): AwsApi {
  const operationOf = ({ headers }: AwsCall) =>
    String(headers['x-amz-target']).replace('Logs_20140328.', '')
  return {
    signingName: 'logs',
    contextKeys: [],
    describe: (call) => {
      const operation = operationOf(call)
      const { logGroupName, logStreamName } = JSON.parse(call.body.toString())
      const group = `arn:aws:logs:${call.caller.region}:${ACCOUNT}:log-group:${logGroupName}`
      const resource = `${group}:log-stream:${logStreamName}`
      return { operation, needs: [{ action: `logs:${operation}`, resource }] }
    },
    refuse: ({ message }) => jsonError(400, { __type: 'AccessDeniedException', message }),
    perform: (call) => {
      const { logStreamName, logEvents = [] } = JSON.parse(call.body.toString())
      if (operationOf(call) === 'CreateLogStream') {
        streams.set(logStreamName, [])
        return respond({})
      }
      const stream = streams.get(logStreamName)
      if (!stream) throw new Error(`There is no log stream ${logStreamName}`)
      if (rejects) return respond({ rejectedLogEventsInfo: { tooNewLogEventStartIndex: 0 } })
      stream.push(...logEvents.map(({ message }: { message: string }) => JSON.parse(message)))
      return respond({})
    },
  }
}
