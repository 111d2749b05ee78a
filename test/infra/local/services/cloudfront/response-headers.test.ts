import { describe, expect, test } from 'vitest'
import {
  describeResponseHeaders,
  RESPONSE_HEADERS_POLICY,
  withResponseHeaders,
} from '../../../../../infra/local/services/cloudfront/response-headers.ts'

const policyWith = (ResponseHeadersPolicyConfig: object) => ({
  logicalId: 'Headers',
  name: 'stack-Headers',
  type: RESPONSE_HEADERS_POLICY,
  ref: 'headers-id',
  properties: { ResponseHeadersPolicyConfig },
})

/** The headers of a response that has `headers`, behind a distribution with this policy. */
function responseHeaders(config: object, headers: Record<string, string> = {}) {
  const policy = describeResponseHeaders('headers-id', [policyWith(config)])
  return policy && withResponseHeaders(policy, { headers: {} }, headers)
}

describe('a response headers policy of the template', () => {
  test('adds each security header with its value', () => {
    const SecurityHeadersConfig = {
      ContentSecurityPolicy: { ContentSecurityPolicy: "default-src 'none'", Override: true },
      ContentTypeOptions: { Override: true },
      FrameOptions: { FrameOption: 'DENY', Override: true },
      ReferrerPolicy: { ReferrerPolicy: 'no-referrer', Override: true },
      StrictTransportSecurity: { AccessControlMaxAgeSec: 60, Override: true },
    }
    expect(responseHeaders({ SecurityHeadersConfig })).toEqual({
      'content-security-policy': "default-src 'none'",
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'strict-transport-security': 'max-age=60',
    })
  })

  test('adds custom headers, by names in lower case', () => {
    const Items = [{ Header: 'Cache-Control', Value: 'no-store', Override: true }]
    expect(responseHeaders({ CustomHeadersConfig: { Items } })).toEqual({
      'cache-control': 'no-store',
    })
  })

  test.each([
    ['replaces', true, { 'x-frame-options': 'DENY', 'x-cell': 'policy' }],
    ['keeps', false, { 'x-frame-options': 'SAMEORIGIN', 'x-cell': 'origin' }],
  ])('%s the origin’s headers when Override is %s', (_, Override, expected) => {
    const config = {
      SecurityHeadersConfig: { FrameOptions: { FrameOption: 'DENY', Override } },
      CustomHeadersConfig: { Items: [{ Header: 'X-Cell', Value: 'policy', Override }] },
    }
    const headers = { 'x-frame-options': 'SAMEORIGIN', 'x-cell': 'origin' }
    expect(responseHeaders(config, headers)).toEqual(expected)
  })

  test('may be empty', () => {
    expect(responseHeaders({}, { etag: '1' })).toEqual({ etag: '1' })
  })

  test.each([
    ['some origins', ['https://a.example'], false],
    ['credentials', ['*'], true],
  ])('is refused with CORS for %s', (_, Items, AccessControlAllowCredentials) => {
    const CorsConfig = { AccessControlAllowOrigins: { Items }, AccessControlAllowCredentials }
    expect(() => responseHeaders({ CorsConfig })).toThrow('CORS for some origins or with')
  })

  test('is refused with a part that does not run locally', () => {
    const SecurityHeadersConfig = { XSSProtection: { Protection: true, Override: true } }
    expect(() => responseHeaders({ SecurityHeadersConfig })).toThrow(
      'Headers: XSSProtection is not supported locally',
    )
  })
})

test('a distribution without a policy adds no headers', () => {
  const none = describeResponseHeaders(undefined, [])
  expect(
    none && withResponseHeaders(none, { headers: { origin: 'https://a.example' } }, {}),
  ).toEqual({})
})
