import { describe, expect, test } from 'vitest'
import type { Principal } from '../../../../infra/local/endpoint/access.ts'
import type { PolicyDocument } from '../../../../infra/local/policies/policy.ts'
import {
  functionWith,
  mayGet,
  nowhere,
  policy,
  post,
  signed,
  startEmulator,
  startEndpoint,
} from './endpoint-fixture.ts'

describe('a policy', () => {
  async function startWith(statement: object) {
    const unchecked = { Statement: [statement] } as PolicyDocument
    return await startEndpoint(nowhere, { KEY1: functionWith(unchecked) })
  }

  test('that cannot be evaluated stops the start, with the name of the function', async () => {
    const start = startWith({ Effect: 'Allow', Action: '*', Resource: { Ref: 'Users' } })
    await expect(start).rejects.toThrow(
      'Policy of get-user: Statement[0].Resource: {"Ref":"Users"} is not a string',
    )
  })

  test.each(['dynamodb:LeadingKeys', 'aws:SourceIp', 'AWS:userid'])(
    'with a condition on %s stops the start',
    async (key) => {
      const Condition = { StringEquals: { [key]: 'x' } }
      const start = startWith({ Effect: 'Allow', Action: '*', Resource: '*', Condition })
      await expect(start).rejects.toThrow(`the condition key ${key} is not sent by this endpoint`)
    },
  )

  test.each(['dynamodb:enclosingOperation', 'aws:SecureTransport', 'kms:ViaService'])(
    'may have a condition on %s',
    async (key) => {
      const Condition = { StringEquals: { [key]: 'x' } }
      await startWith({ Effect: 'Allow', Action: '*', Resource: '*', Condition })
    },
  )

  test('that denies calls without TLS denies nothing locally', async () => {
    const emulator = await startEmulator((_, response) => response.end('{}'))
    const Condition = { Bool: { 'aws:SecureTransport': false } }
    const plain = policy({ Effect: 'Deny', Action: '*', Resource: '*', Condition })
    const endpoint = await startEndpoint(emulator, { KEY1: functionWith(mayGet, plain) })
    expect((await post(endpoint, signed('KEY1'))).status).toBe(200)
  })

  test('can be replaced, from the next call on', async () => {
    const emulator = await startEmulator((_, response) => response.end('{}'))
    const endpoint = await startEndpoint(emulator, { KEY1: functionWith(mayGet) })
    const call = async () => (await post(endpoint, signed('KEY1'))).status
    expect(await call()).toBe(200)
    endpoint.replacePolicies('get-user', [])
    expect(await call()).toBe(400)
    endpoint.replacePolicies('get-user', [mayGet])
    expect(await call()).toBe(200)
  })

  test('is not replaced by one that cannot be evaluated, or for an unknown function', async () => {
    const emulator = await startEmulator((_, response) => response.end('{}'))
    const endpoint = await startEndpoint(emulator, { KEY1: functionWith(mayGet) })
    const broken = { Statement: [] }
    expect(() => endpoint.replacePolicies('get-user', [broken])).toThrow('the list is empty')
    expect(() => endpoint.replacePolicies('unknown', [])).toThrow('the function unknown')
    expect((await post(endpoint, signed('KEY1'))).status).toBe(200)
  })
})

test('a principal added later is found by the next call', async () => {
  const emulator = await startEmulator((_, response) => response.end('{}'))
  const principals = new Map<string, Principal>()
  const endpoint = await startEndpoint(emulator, {}, { principals })
  principals.set('KEY1', functionWith(mayGet))
  expect((await post(endpoint, signed('KEY1'))).status).toBe(200)
})
