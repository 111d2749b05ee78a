import { PutObjectCommand } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type OpenCdn, openCdn } from '../../../../../infra/local/services/cloudfront/cdn.ts'
import {
  describeDistributions,
  originsOf,
} from '../../../../../infra/local/services/cloudfront/describe-distributions.ts'
import type { Resource } from '../../../../../infra/local/template/template.ts'
import { buckets, stack } from '../../../../support/stack.ts'
import { account, host, nowhere, region } from '../../endpoint/endpoint-fixture.ts'
import { bucket, bucketArn, startStores } from '../fauxqs/store-fixture.ts'

const place = { stackName: 'stack', region, accountId: account, endpointUrl: nowhere }
const CACHING_DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad'
const SECURITY_HEADERS = '67f7725c-6f97-4210-82d7-5512b31e9d03'

/** Returns a template with a bucket behind a distribution, which these actions are allowed. */
function templateWith(actions: string[], policies: object = {}) {
  const resource = (type: string, name: string, properties: object) => {
    return { logicalId: name, name, type, properties }
  }
  const SourceArn = `arn:aws:cloudfront::${account}:distribution/Shown`
  return [
    resource('AWS::S3::Bucket', bucket, {}),
    resource('AWS::S3::BucketPolicy', 'Policy', {
      Bucket: bucket,
      PolicyDocument: {
        Statement: [
          ...actions.map((Action) => ({
            Effect: 'Allow',
            Action,
            Principal: { Service: 'cloudfront.amazonaws.com' },
            Resource: [bucketArn, `${bucketArn}/shown/*`],
            Condition: { StringEquals: { 'AWS:SourceArn': SourceArn } },
          })),
          { Effect: 'Allow', Action: 's3:*', Principal: { AWS: 'someone' }, Resource: '*' },
          {
            Effect: 'Deny',
            Action: 's3:*',
            Principal: { AWS: '*' },
            Resource: `${bucketArn}/shown/x`,
          },
        ],
      },
    }),
    resource('AWS::CloudFront::Distribution', 'Shown', {
      DistributionConfig: {
        DefaultCacheBehavior: {
          TargetOriginId: 'o',
          ResponseHeadersPolicyId: SECURITY_HEADERS,
          CachePolicyId: CACHING_DISABLED,
          ...policies,
        },
        Origins: [{ Id: 'o', DomainName: `${bucket}.s3.${region}.amazonaws.com` }],
      },
    }),
  ]
}

let local: Awaited<ReturnType<typeof startStores>>
const open: OpenCdn[] = []

beforeAll(async () => {
  local = await startStores()
  const headers = { ContentType: 'image/png', CacheControl: 'public, max-age=31536000, immutable' }
  for (const Key of ['shown/a b.png', 'shown/x', 'hidden/a.png']) {
    await local.operator.s3.putObject({ Bucket: bucket, Key, Body: 'picture', ...headers })
  }
})
afterAll(async () => {
  for (const cdn of open) await cdn.close()
  await local.stop()
})

async function start(actions: string[], policies: object = {}) {
  const [distribution] = describeDistributions(templateWith(actions, policies), place, nowhere)
  if (!distribution) throw new Error('There is no distribution')
  const cdn = await openCdn(host)
  cdn.serve(distribution, local.storeUrl)
  open.push(cdn)
  return cdn.url
}

describe('the CDN of a distribution', () => {
  let url: string
  beforeAll(async () => {
    url = await start(['s3:GetObject'])
  })

  test.each(['GET', 'HEAD'])('responds to %s with an object and its headers', async (method) => {
    const response = await fetch(`${url}/shown/a%20b.png?size=1`, { method })
    expect(response.status).toBe(200)
    expect(await response.text()).toBe(method === 'GET' ? 'picture' : '')
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/png',
      'content-length': '7',
      'cache-control': 'public, max-age=31536000, immutable',
      etag: expect.stringMatching(/^"\w+"$/),
      'last-modified': expect.any(String),
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
      'referrer-policy': 'strict-origin-when-cross-origin',
      'strict-transport-security': 'max-age=31536000',
    })
  })

  test('responds with a part of an object, and with 304 to a client that has it', async () => {
    const picture = `${url}/shown/a%20b.png`
    const part = await fetch(picture, { headers: { range: 'bytes=1-3' } })
    expect([part.status, await part.text()]).toEqual([206, 'ict'])
    const etag = part.headers.get('etag') ?? ''
    const known = await fetch(picture, { headers: { 'if-none-match': etag } })
    expect(known.status).toBe(304)
  })

  test.each([
    ['a missing key', 'GET', '/shown/none.png'],
    ['a list', 'GET', '/'],
    ['a list by its query', 'GET', '/?list-type=2'],
    ['a key that the bucket’s policy does not grant', 'GET', '/hidden/a.png'],
    ['a key that it denies', 'HEAD', '/shown/x'],
    ['a method that writes', 'PUT', '/shown/a%20b.png'],
  ])('responds with 403 to %s', async (_, method, path) => {
    const response = await fetch(`${url}${path}`, { method })
    expect(response.status).toBe(403)
    expect(await response.text()).not.toContain('picture')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(response.headers.get('content-type')).toBe('application/xml')
  })

  test('responds with 400 to an invalid path', async () => {
    expect((await fetch(`${url}/%zz`)).status).toBe(400)
  })
})

test('responds with 404 to a missing key when the distribution may list the bucket', async () => {
  const url = await start(['s3:GetObject', 's3:ListBucket'])
  const response = await fetch(`${url}/shown/none.png`)
  expect(response.status).toBe(404)
  expect(response.headers.get('content-type')).toBe('application/xml')
  expect(await response.text()).toContain('<Code>NoSuchKey</Code>')
})

test('a distribution has the origin of its own domain, and of each alias', () => {
  const distribution = (Aliases?: string[]) => {
    const properties = { DistributionConfig: { Aliases } }
    return { name: 'Cdn', logicalId: 'Cdn', type: 'AWS::CloudFront::Distribution', properties }
  }
  expect(originsOf(distribution() as unknown as Resource)).toEqual([
    'https://cdn.cloudfront.invalid',
  ])
  expect(originsOf(distribution(['pictures.example']) as unknown as Resource)).toEqual([
    'https://cdn.cloudfront.invalid',
    'https://pictures.example',
  ])
})

describe('with CloudFront’s policy for CORS and security headers', () => {
  let url: string
  beforeAll(async () => {
    url = await start(['s3:GetObject'], {
      ResponseHeadersPolicyId: 'e61eb60c-9c35-4d20-a928-2b84e02af89c',
    })
  })
  const headersOf = async (path: string, origin?: string) => {
    const response = await fetch(`${url}${path}`, { headers: origin ? { origin } : {} })
    return response.headers
  }

  test.each(['/shown/a%20b.png', '/shown/none.png'])(
    'lets any origin read %s, with the security headers',
    async (path) => {
      const headers = await headersOf(path, 'https://app.example')
      expect(headers.get('access-control-allow-origin')).toBe('*')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('strict-transport-security')).toBe('max-age=31536000')
    },
  )

  test('adds no CORS header to a request without an origin', async () => {
    const headers = await headersOf('/shown/a%20b.png')
    expect(headers.get('access-control-allow-origin')).toBeNull()
  })
})

test('refuses an unknown response headers policy', () => {
  const template = templateWith([], { ResponseHeadersPolicyId: 'another' })
  expect(() => describeDistributions(template, place, nowhere)).toThrow(
    'the response headers policy another is not known here',
  )
})

test('refuses an unknown cache policy', () => {
  const template = templateWith([], { CachePolicyId: 'another' })
  expect(() => describeDistributions(template, place, nowhere)).toThrow(
    'the cache policy another is not known here',
  )
})

test.each([
  [{ LambdaFunctionAssociations: [] }, {}, 'LambdaFunctionAssociations is not supported locally'],
  [{}, { OriginPath: '/v1' }, 'OriginPath is not supported locally'],
  [
    { FunctionAssociations: [{ EventType: 'viewer-request', FunctionARN: 'arn' }] },
    {},
    'a CloudFront function for viewer-request of a bucket is not supported locally',
  ],
])('refuses what it does not do: %o %o', (behavior, origin, message) => {
  const template = templateWith([], behavior).map((resource) => {
    const { DistributionConfig: config } = resource.properties as {
      DistributionConfig?: { Origins: readonly object[] }
    }
    if (!config) return resource
    const Origins = config.Origins.map((one) => ({ ...one, ...origin }))
    return { ...resource, properties: { DistributionConfig: { ...config, Origins } } }
  })
  expect(() => describeDistributions(template, place, nowhere)).toThrow(message)
})

test.each([
  ['keeps errors of the API, as it does by default', undefined],
  ['keeps one of them', [500, 502, 504].map((ErrorCode) => ({ ErrorCode, ErrorCachingMinTTL: 0 }))],
])('refuses a distribution that %s', (_, CustomErrorResponses) => {
  const Origins = [{ Id: 'o', DomainName: new URL(nowhere).host }]
  const template = templateWith([], {}).map((resource) => {
    const { DistributionConfig: config } = resource.properties as { DistributionConfig?: object }
    const changed = { ...config, Origins, CustomErrorResponses }
    return config ? { ...resource, properties: { DistributionConfig: changed } } : resource
  })
  expect(() => describeDistributions(template, place, nowhere)).toThrow(
    'responses of the API cannot be cached locally',
  )
})

test('shows the stack’s pictures on the API’s port, to pages of any origin', async () => {
  expect(stack.picturesUrl).toBe(`${stack.apiUrl}/_cdn`)
  const Key = `cdn-test/${Math.random()}.webp`
  const put = { Bucket: stack.picturesBucketName, Key, Body: 'x', ContentType: 'image/webp' }
  await buckets.send(new PutObjectCommand(put))
  const headers = { origin: 'https://app.example' }
  const response = await fetch(`${stack.picturesUrl}/${Key}`, { headers })
  expect(response.headers.get('content-type')).toBe('image/webp')
  expect(response.headers.get('access-control-allow-origin')).toBe('*')
  expect(response.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
  expect(await response.text()).toBe('x')
})
