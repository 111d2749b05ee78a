import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import type { FunctionPrincipal, Principal } from '../../../../infra/local/endpoint/access.ts'
import {
  type AwsEndpoint,
  type AwsEndpointOptions,
  startAwsEndpoint,
} from '../../../../infra/local/endpoint/aws-endpoint.ts'
import type { PolicyDocument, Statement } from '../../../../infra/local/policies/policy.ts'
import { dynamoDbApi } from '../../../../infra/local/services/dynamodb/api.ts'

export const host = '127.0.0.1'
export const account = '000000000000'
export const region = 'ap-south-1'
export const users = `arn:aws:dynamodb:${region}:${account}:table/Users`
/** The discard port: nothing listens there. */
export const nowhere = 'http://127.0.0.1:9'
export const operator: Principal = { kind: 'operator' }

export function policy(statement: Statement): PolicyDocument {
  return { Version: '2012-10-17', Statement: [statement] }
}

export const mayGet = policy({ Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: users })

export function functionWith(...policies: PolicyDocument[]): FunctionPrincipal {
  return { kind: 'function', functionName: 'get-user', policies }
}

/** Starts a stand-in for an emulator, which is closed after the test. */
export async function startEmulator(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, host)
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://${host}:${(server.address() as AddressInfo).port}`
}

/** Starts an endpoint in front of an emulator, which is closed after the test. */
export async function startEndpoint(
  emulatorUrl: string,
  principals: Record<string, Principal>,
  more: Partial<AwsEndpointOptions> = {},
): Promise<AwsEndpoint> {
  const endpoint = await startAwsEndpoint({
    host,
    port: 0,
    account,
    region,
    principals: new Map(Object.entries(principals)),
    apis: [dynamoDbApi({ url: emulatorUrl, accessKeyId: 'ENGINE' })],
    ...more,
  })
  onTestFinished(() => endpoint.close())
  return endpoint
}

/** The headers of a DynamoDB client's call, with an invalid signature. */
export function signed(key: string, service = 'dynamodb', operation = 'GetItem') {
  const scope = `${key}/20260101/${region}/${service}/aws4_request`
  return {
    authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=00`,
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': `DynamoDB_20120810.${operation}`,
  }
}

const body = JSON.stringify({ TableName: 'Users', Key: { id: { S: '1' } } })

/** Sends a call for the table Users and reads the response. */
export async function post(endpoint: AwsEndpoint, headers: Record<string, string>) {
  const response = await fetch(endpoint.url, { method: 'POST', headers, body })
  return { status: response.status, headers: response.headers, text: await response.text() }
}
