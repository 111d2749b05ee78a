import type { AwsApi, AwsCall } from '../../infra/local/endpoint/aws-api.ts'
import { escapeXml, jsonError } from '../../infra/local/endpoint/responses.ts'
import type { Template } from '../../infra/release/released-template.ts'
import { ACCOUNT, operationIn, REGION, respond } from './deployed-stack.ts'

/** What CloudFormation and Lambda know of a stack. */
export interface DeployedResources {
  readonly template: Template
  /** Physical names by logical id. */
  readonly names: ReadonlyMap<string, string>
  /** Reserved concurrency by function. */
  readonly concurrency: Map<string, number>
  record(call: string): void
}

const STACK_ARN = `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/user-api-prod/1a2b`

/** CloudFormation with one stack. */
export function cloudFormationOf(stack: DeployedResources): AwsApi {
  return {
    signingName: 'cloudformation',
    contextKeys: [],
    describe: ({ body }) => {
      const operation = operationIn(body)
      const needs = [{ action: `cloudformation:${operation}`, resource: STACK_ARN }]
      return { operation, needs }
    },
    refuse: ({ message }) => jsonError(400, { __type: 'AccessDenied', message }),
    perform: async ({ body }) => {
      const operation = operationIn(body)
      stack.record(`cloudformation ${operation}`)
      const result =
        operation === 'GetTemplate'
          ? `<TemplateBody>${escapeXml(JSON.stringify(stack.template))}</TemplateBody>`
          : `<StackResourceSummaries>${[...stack.names].map(toSummary).join('')}</StackResourceSummaries>`
      const xml = `<${operation}Response><${operation}Result>${result}</${operation}Result></${operation}Response>`
      return await respond(xml, 'text/xml')
    },
  }
}

/** Lambda, with the reserved concurrency of functions. */
export function lambdaOf(stack: DeployedResources): AwsApi {
  const nameIn = (call: AwsCall) => call.path.split('/')[3] ?? ''
  const operationOf = ({ method }: AwsCall) =>
    method === 'DELETE' ? 'DeleteFunctionConcurrency' : 'PutFunctionConcurrency'
  return {
    signingName: 'lambda',
    contextKeys: [],
    describe: (call) => {
      const resource = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${nameIn(call)}`
      const operation = operationOf(call)
      return { operation, needs: [{ action: `lambda:${operation}`, resource }] }
    },
    refuse: ({ message }) => jsonError(403, { __type: 'AccessDeniedException', message }),
    perform: async (call) => {
      stack.record(`lambda ${operationOf(call)}`)
      if (call.method === 'DELETE') {
        stack.concurrency.delete(nameIn(call))
        return { statusCode: 204, headers: [], body: Buffer.alloc(0) }
      }
      const body = JSON.parse(call.body.toString())
      stack.concurrency.set(nameIn(call), body.ReservedConcurrentExecutions)
      return await respond(body, 'application/json')
    },
  }
}

function toSummary([logicalId, name]: [string, string]): string {
  return `<member><LogicalResourceId>${logicalId}</LogicalResourceId><PhysicalResourceId>${escapeXml(name)}</PhysicalResourceId></member>`
}
