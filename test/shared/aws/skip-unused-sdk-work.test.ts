import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { DynamoDBClient, type DynamoDBClientConfig, GetItemCommand } from '@aws-sdk/client-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { skipUnusedSdkWork } from '../../../shared/aws/skip-unused-sdk-work.ts'

const received: IncomingHttpHeaders[] = []
const server = createServer(({ headers }, response) => {
  received.push(headers)
  response.end('{}')
})

beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})

afterAll(() => {
  server.close()
})

/** The headers of a client's second call, which uses what the first one cached. */
async function headersOfCall(client: DynamoDBClient): Promise<IncomingHttpHeaders> {
  const command = new GetItemCommand({ TableName: 'Users', Key: { pk: { S: '1' } } })
  await client.send(command)
  await client.send(command)
  client.destroy()
  return received.at(-1) ?? {}
}

type Credentials = DynamoDBClientConfig['credentials']
const FIXED = { accessKeyId: 'id', secretAccessKey: 'secret', sessionToken: 'token' }

function newClient(credentials: Credentials = FIXED): DynamoDBClient {
  return new DynamoDBClient({
    region: 'ap-south-1',
    credentials,
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  })
}

describe('skipUnusedSdkWork', () => {
  it('sends the headers of the SDK, but one user agent header instead of two, without features', async () => {
    const usual = await headersOfCall(newClient())
    const client = newClient()
    skipUnusedSdkWork(client)
    const sent = await headersOfCall(client)
    const { 'x-amz-user-agent': _, ...expected } = usual
    expect(Object.keys(sent).sort()).toEqual(Object.keys(expected).sort())
    const withoutFeatures = usual['user-agent']?.replace(/ m\/\S*/, '')
    expect(sent['user-agent']?.toLowerCase()).toBe(withoutFeatures?.toLowerCase())
  })

  it('refreshes credentials that are about to expire', async () => {
    let issued = 0
    const client = newClient(async () => ({
      accessKeyId: `id${++issued}`,
      secretAccessKey: 'secret',
      expiration: new Date(Date.now() + 1000),
    }))
    skipUnusedSdkWork(client)
    const { authorization } = await headersOfCall(client)
    expect(issued).toBeGreaterThan(1)
    expect(authorization).toContain(`Credential=id${issued}/`)
  })
})
