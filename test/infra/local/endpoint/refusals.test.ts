import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { describe, expect, test } from 'vitest'
import {
  account,
  functionWith,
  mayGet,
  nowhere,
  operator,
  policy,
  post,
  signed,
  startEndpoint,
  users,
} from './endpoint-fixture.ts'

describe('a refusal', () => {
  test.each([
    ['a page whose domain resolves to this machine', { host: 'evil.example:80' }, 'evil.example'],
    ['a page of another site', { origin: 'https://evil.example' }, 'https://evil.example'],
  ])('of %s is a 403, also with a valid key', async (_, headers, named) => {
    const endpoint = await startEndpoint(nowhere, { KEY1: operator })
    const sent = request(endpoint.url, {
      method: 'POST',
      headers: { ...signed('KEY1'), ...headers },
    })
    const [response] = (await once(sent.end('{}'), 'response')) as [IncomingMessage]
    expect(response.statusCode).toBe(403)
    expect((await response.toArray()).join('')).toContain(named)
  })

  test('of a call without credentials is a MissingAuthenticationTokenException', async () => {
    const endpoint = await startEndpoint(nowhere, {})
    const { status, headers, text } = await post(endpoint, {})
    expect([status, JSON.parse(text).__type]).toEqual([
      400,
      'com.amazon.coral.service#MissingAuthenticationTokenException',
    ])
    expect(headers.get('x-amzn-requestid')).toBeTruthy()
    expect(headers.get('x-amz-crc32')).toBeNull()
  })

  test('of an unknown key is an UnrecognizedClientException', async () => {
    const endpoint = await startEndpoint(nowhere, { KEY1: operator })
    const { status, headers, text } = await post(endpoint, signed('KEY2'))
    expect([status, JSON.parse(text)]).toEqual([
      400,
      {
        __type: 'com.amazon.coral.service#UnrecognizedClientException',
        message: 'The security token included in the request is invalid.',
      },
    ])
    expect(headers.get('x-amzn-requestid')).toBeTruthy()
  })

  test('of a call without a grant has the message of AWS', async () => {
    const roleArn = `arn:aws:iam::${account}:role/path/get-user-role`
    const endpoint = await startEndpoint(nowhere, { KEY1: { ...functionWith(), roleArn } })
    const { status, headers, text } = await post(endpoint, signed('KEY1'))
    expect([status, JSON.parse(text)]).toEqual([
      400,
      {
        __type: 'com.amazon.coral.service#AccessDeniedException',
        Message: `User: arn:aws:sts::${account}:assumed-role/get-user-role/get-user is not authorized to perform: dynamodb:GetItem on resource: ${users} because no identity-based policy allows the dynamodb:GetItem action`,
      },
    ])
    expect(headers.get('x-amzn-requestid')).toBeTruthy()
    expect(headers.get('x-amz-crc32')).toBeNull()
  })

  test('by a Deny names the Deny, and the function where no role is known', async () => {
    const deny = policy({ Effect: 'Deny', Action: 'dynamodb:*', Resource: '*' })
    const endpoint = await startEndpoint(nowhere, { KEY1: functionWith(mayGet, deny) })
    const { text } = await post(endpoint, signed('KEY1'))
    expect(JSON.parse(text).Message).toBe(
      `User: arn:aws:sts::${account}:assumed-role/get-user/get-user is not authorized to perform: dynamodb:GetItem on resource: ${users} with an explicit deny in an identity-based policy`,
    )
  })

  test('of an unknown operation names it', async () => {
    const all = policy({ Effect: 'Allow', Action: '*', Resource: '*' })
    const endpoint = await startEndpoint(nowhere, { KEY1: functionWith(all) })
    const { status, text } = await post(endpoint, signed('KEY1', 'dynamodb', 'ExecuteStatement'))
    expect(status).toBe(400)
    expect(JSON.parse(text).Message).toContain(
      'is not authorized to perform: dynamodb:ExecuteStatement, because the local endpoint does not know which permissions the call needs: it does not know the operation ExecuteStatement',
    )
  })

  test('of a service that does not run locally is a 501 that names it', async () => {
    const endpoint = await startEndpoint(nowhere, { KEY1: operator })
    const json = await post(endpoint, signed('KEY1', 'kms'))
    expect([json.status, JSON.parse(json.text).message]).toEqual([
      501,
      'The local endpoint does not serve kms, only dynamodb.',
    ])
    const form = { ...signed('KEY1', 'sns'), 'content-type': 'application/x-www-form-urlencoded' }
    const xml = await post(endpoint, form)
    expect(xml.status).toBe(501)
    expect(xml.text).toContain('<Message>The local endpoint does not serve sns, only dynamodb.')
    expect(await post(endpoint, signed('KEY1', 'toString'))).toMatchObject({ status: 501 })
  })
})
