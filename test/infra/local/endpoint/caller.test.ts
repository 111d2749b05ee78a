import { expect, test } from 'vitest'
import { readCaller } from '../../../../infra/local/endpoint/caller.ts'

const scope = 'KEY1/20260101/ap-south-1/dynamodb/aws4_request'
const caller = { accessKeyId: 'KEY1', region: 'ap-south-1', service: 'dynamodb' }

test('reads the caller from the Authorization header', () => {
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=00`
  expect(readCaller({ authorization }, '/')).toEqual(caller)
})

test('reads a header without spaces, and with the credential last', () => {
  expect(readCaller({ authorization: `AWS4-HMAC-SHA256 Credential=${scope},A=b` }, '/')).toEqual(
    caller,
  )
  expect(readCaller({ authorization: `AWS4-HMAC-SHA256 A=b, Credential=${scope}` }, '/')).toEqual(
    caller,
  )
})

test('reads the caller from a presigned URL', () => {
  const path = `/pictures/a.jpg?x=1&X-Amz-Credential=${encodeURIComponent(scope)}&X-Amz-Expires=60`
  expect(readCaller({}, path)).toEqual(caller)
})

test.each([
  ['no header', undefined],
  ['another scheme', 'Bearer token'],
  ['an incomplete scope', 'AWS4-HMAC-SHA256 Credential=KEY1/20260101/ap-south-1'],
  ['an empty part', 'AWS4-HMAC-SHA256 Credential=KEY1/20260101//dynamodb/aws4_request'],
  ['another terminator', 'AWS4-HMAC-SHA256 Credential=KEY1/20260101/r/dynamodb/aws5_request'],
  ['a part too many', `AWS4-HMAC-SHA256 Credential=x/${scope}`],
])('finds no caller with %s', (_, authorization) => {
  expect(readCaller({ authorization }, '/?X-Amz-Date=x')).toBeUndefined()
})
