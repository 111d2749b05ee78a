import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import type { CallReport } from '../../../../infra/local/endpoint/aws-endpoint.ts'
import { dynamoDbApi } from '../../../../infra/local/services/dynamodb/api.ts'
import {
  functionWith,
  host,
  mayGet,
  nowhere,
  operator,
  post,
  signed,
  startEmulator,
  startEndpoint,
  users,
} from './endpoint-fixture.ts'

describe('every call', () => {
  test('is reported once, with its needs and its result', async () => {
    const reports: CallReport[] = []
    const emulator = await startEmulator((_, response) =>
      response.end('{"ConsumedCapacity":[{"CapacityUnits":0.5},{"CapacityUnits":2}]}'),
    )
    const principal = functionWith(mayGet)
    const endpoint = await startEndpoint(
      emulator,
      { KEY1: principal },
      {
        onCall: (report) => reports.push(report),
      },
    )
    await post(endpoint, signed('KEY1'))
    await post(endpoint, signed('KEY1', 'dynamodb', 'PutItem'))
    await post(endpoint, signed('KEY2'))
    await post(endpoint, signed('KEY1', 's3'))
    await post(endpoint, {})
    const milliseconds = expect.any(Number)
    const dynamo = { service: 'dynamodb', milliseconds }
    const get = { action: 'dynamodb:GetItem', resource: users }
    const put = { action: 'dynamodb:PutItem', resource: users }
    const [statement] = [mayGet.Statement].flat()
    const none = { needs: [], decisions: [], allowed: false }
    expect(reports).toEqual([
      {
        ...dynamo,
        principal,
        operation: 'GetItem',
        needs: [get],
        decisions: [{ need: get, decision: { allowed: true, reason: 'allowed', statement } }],
        allowed: true,
        statusCode: 200,
        consumedCapacity: 2.5,
      },
      {
        ...dynamo,
        principal,
        operation: 'PutItem',
        needs: [put],
        decisions: [{ need: put, decision: { allowed: false, reason: 'no statement allows it' } }],
        allowed: false,
        statusCode: 400,
      },
      { ...dynamo, ...none, operation: 'GetItem', needs: [get], statusCode: 400 },
      { principal, service: 's3', ...none, statusCode: 501, milliseconds },
      { ...none, statusCode: 400, milliseconds },
    ])
  })

  test('goes through wrapCall, which gets the function and the operation', async () => {
    const emulator = await startEmulator((_, response) => response.end('{}'))
    const endpoint = await startEndpoint(
      emulator,
      { KEY1: functionWith(mayGet), KEY2: operator },
      {
        wrapCall: async ({ functionName, operation }, perform) =>
          `${functionName} ${operation}` === 'get-user GetItem'
            ? { statusCode: 503, headers: [], body: Buffer.alloc(0) }
            : await perform(),
      },
    )
    expect((await post(endpoint, signed('KEY1'))).status).toBe(503)
    expect((await post(endpoint, signed('KEY1', 'dynamodb', 'PutItem'))).status).toBe(400)
    expect((await post(endpoint, signed('KEY2'))).status).toBe(200)
  })

  test('whose client disconnects before the body is complete does no harm', async () => {
    const endpoint = await startEndpoint(nowhere, { KEY1: operator })
    const socket = connect(Number(new URL(endpoint.url).port), host)
    socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf')
    await once(socket, 'connect')
    socket.destroy()
    expect((await post(endpoint, signed('KEY2'))).status).toBe(400)
  })

  test('gets a 500 with the reason when the endpoint itself fails', async () => {
    const fails = () => {
      throw new Error('broken')
    }
    const apis = [{ ...dynamoDbApi({ url: nowhere, accessKeyId: 'ENGINE' }), describe: fails }]
    const endpoint = await startEndpoint(nowhere, { KEY1: operator }, { apis })
    expect(await post(endpoint, signed('KEY1'))).toMatchObject({
      status: 500,
      text: expect.stringContaining('The local endpoint failed: broken'),
    })
  })
})

test('can be closed twice', async () => {
  const endpoint = await startEndpoint(nowhere, {})
  await endpoint.close()
  await endpoint.close()
})

test('does not start on a port that is taken', async () => {
  const endpoint = await startEndpoint(nowhere, {})
  const port = Number(new URL(endpoint.url).port)
  await expect(startEndpoint(nowhere, {}, { port })).rejects.toThrow('EADDRINUSE')
})
