import { Readable } from 'node:stream'
import type { S3 } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { account } from '../../endpoint/endpoint-fixture.ts'
import { bucket as Bucket, bucketArn, startStores } from '../fauxqs/store-fixture.ts'

let local: Awaited<ReturnType<typeof startStores>>

beforeAll(async () => {
  local = await startStores()
})
afterAll(async () => await local.stop())

beforeEach(async () => {
  await local.operator.s3.putObject({ Bucket, Key: 'a/1.png', Body: 'one' })
  local.grant()
})

const Key = 'a/1.png'
const object = `${bucketArn}/a/1.png`

interface GrantedCall {
  readonly name: string
  readonly grants: readonly string[]
  readonly send: (client: S3) => Promise<unknown>
}

const calls: readonly GrantedCall[] = [
  {
    name: 'PutObject',
    grants: [`s3:PutObject ${object}`],
    send: (client) => client.putObject({ Bucket, Key, Body: 'two' }),
  },
  {
    name: 'GetObject',
    grants: [`s3:GetObject ${object}`],
    send: (client) => client.getObject({ Bucket, Key }),
  },
  {
    name: 'DeleteObject',
    grants: [`s3:DeleteObject ${object}`],
    send: (client) => client.deleteObject({ Bucket, Key }),
  },
  {
    name: 'CopyObject',
    grants: [`s3:PutObject ${bucketArn}/b`, `s3:GetObject ${object}`],
    send: (client) => client.copyObject({ Bucket, Key: 'b', CopySource: `${Bucket}/${Key}` }),
  },
  {
    name: 'ListObjectsV2',
    grants: [`s3:ListBucket ${bucketArn}`],
    send: (client) => client.listObjectsV2({ Bucket, Prefix: 'a/' }),
  },
  {
    name: 'ListObjectVersions',
    grants: [`s3:ListBucketVersions ${bucketArn}`],
    send: (client) => client.listObjectVersions({ Bucket }),
  },
  {
    name: 'CreateMultipartUpload',
    grants: [`s3:PutObject ${object}`],
    send: (client) => client.createMultipartUpload({ Bucket, Key }),
  },
]

describe.each(calls)('$name', ({ grants, send }) => {
  test('is allowed with its grants', async () => {
    local.grant(...grants)
    await expect(send(local.worker.s3)).resolves.toMatchObject({
      $metadata: { httpStatusCode: 200 + (grants[0]?.startsWith('s3:DeleteObject') ? 4 : 0) },
    })
  })

  test.each(grants)('is denied without %s', async (missing) => {
    local.grant(...grants.filter((one) => one !== missing))
    const [action, resource] = missing.split(' ')
    await expect(send(local.worker.s3)).rejects.toMatchObject({
      name: 'AccessDenied',
      message: `User: arn:aws:sts::${account}:assumed-role/worker/worker is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
      $metadata: { httpStatusCode: 403, attempts: 1 },
    })
  })
})

describe('HeadObject', () => {
  test('needs s3:GetObject, and is denied without a body', async () => {
    const head = () => local.worker.s3.headObject({ Bucket, Key })
    await expect(head()).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } })
    local.grant(`s3:GetObject ${object}`)
    expect((await head()).ContentLength).toBe(3)
  })
})

describe('a missing key', () => {
  const missing = { Bucket, Key: 'missing' }

  test('gives 404 to a caller that may list the bucket', async () => {
    local.grant(`s3:GetObject ${bucketArn}/*`, `s3:ListBucket ${bucketArn}`)
    await expect(local.worker.s3.getObject(missing)).rejects.toMatchObject({ name: 'NoSuchKey' })
    await expect(local.worker.s3.headObject(missing)).rejects.toMatchObject({ name: 'NotFound' })
  })

  test('gives 403 to a caller that may not', async () => {
    local.grant(`s3:GetObject ${bucketArn}/*`)
    await expect(local.worker.s3.getObject(missing)).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining(`s3:ListBucket on resource: ${bucketArn} because`),
    })
    await expect(local.worker.s3.headObject(missing)).rejects.toMatchObject({
      $metadata: { httpStatusCode: 403 },
    })
  })
})

test('a list can be limited to a prefix', async () => {
  const Condition = { StringLike: { 's3:prefix': 'a/*' } }
  const statement = { Effect: 'Allow', Action: 's3:ListBucket', Resource: bucketArn, Condition }
  local.replacePolicies(statement)
  const list = (Prefix?: string) => local.worker.s3.listObjectsV2({ Bucket, Prefix })
  expect((await list('a/')).Contents).toMatchObject([{ Key }])
  await expect(list('b/')).rejects.toMatchObject({ name: 'AccessDenied' })
  await expect(list()).rejects.toMatchObject({ name: 'AccessDenied' })
})

describe('DeleteObjects', () => {
  const Objects = [{ Key }, { Key: 'other & <more>' }]
  const remove = (Quiet = false) =>
    local.worker.s3.deleteObjects({ Bucket, Delete: { Objects, Quiet } })

  test('deletes the permitted keys and reports the others', async () => {
    await local.operator.s3.putObject({ Bucket, Key: 'other & <more>', Body: 'x' })
    local.grant(`s3:DeleteObject ${object}`)
    const { Deleted, Errors } = await remove()
    expect(Deleted).toEqual([{ Key }])
    expect(Errors).toMatchObject([{ Key: 'other & <more>', Code: 'AccessDenied' }])
    await local.operator.s3.headObject({ Bucket, Key: 'other & <more>' })
    const gone = local.operator.s3.headObject({ Bucket, Key })
    await expect(gone).rejects.toMatchObject({ name: 'NotFound' })
  })

  test('deletes all permitted keys, quietly on request', async () => {
    local.grant(`s3:DeleteObject ${bucketArn}/*`)
    const response = await remove(true)
    expect([response.Deleted, response.Errors]).toEqual([undefined, undefined])
    const { Contents } = await local.operator.s3.listObjectsV2({ Bucket, Prefix: 'other' })
    expect(Contents).toBeUndefined()
  })
})

test('ListObjectVersions lists each object as its only version', async () => {
  const { Versions } = await local.operator.s3.listObjectVersions({ Bucket, Prefix: 'a/' })
  expect(Versions).toMatchObject([{ Key, VersionId: 'null', IsLatest: true }])
})

test('an object is returned byte for byte with its headers, also from a stream with a checksum', async () => {
  const parts = [Buffer.alloc(70_000, 1), Buffer.alloc(70_000, 2)]
  const headers = { ContentType: 'image/png', CacheControl: 'public, max-age=1' }
  const put = { Bucket, Key: 'b c/ü+%.png', ContentLength: 140_000, ...headers }
  await local.operator.s3.putObject({ ...put, Body: Readable.from(parts) })
  const found = await local.operator.s3.getObject({ Bucket, Key: put.Key, ChecksumMode: 'ENABLED' })
  expect(found).toMatchObject({ ...headers, ChecksumCRC32: expect.any(String) })
  expect(Buffer.from((await found.Body?.transformToByteArray()) ?? [])).toEqual(
    Buffer.concat(parts),
  )
})

test('If-None-Match: * does not replace an object', async () => {
  const put = (key: string) =>
    local.operator.s3.putObject({ Bucket, Key: key, Body: 'x', IfNoneMatch: '*' })
  await expect(put(Key)).rejects.toMatchObject({ name: 'PreconditionFailed' })
  await put(`new-${Math.random()}`)
})

test.each([
  ['in time', 0, 200],
  ['too late', -61_000, 403],
])('a presigned URL is served %s: %i ms, %i', async (_, age, status) => {
  const date = new Date(Date.now() + age).toISOString().replace(/[-:]|\.\d+/g, '')
  const credential = encodeURIComponent('OPERATOR/20260101/ap-south-1/s3/aws4_request')
  const query = `X-Amz-Credential=${credential}&X-Amz-Date=${date}&X-Amz-Expires=60`
  const response = await fetch(`${local.endpointUrl}/${Bucket}/${Key}?${query}`)
  expect(response.status).toBe(status)
  await response.arrayBuffer()
})

test('an unknown operation is for the operator only', async () => {
  local.grant('* *')
  await expect(local.worker.s3.getBucketAcl({ Bucket })).rejects.toMatchObject({
    name: 'AccessDenied',
    message: expect.stringContaining('does not know the operation GET bucket acl'),
  })
})
