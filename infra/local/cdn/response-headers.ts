import type { OutgoingHttpHeaders } from 'node:http'
import type { Resource } from '../resolve-template.ts'

/** Headers that a distribution adds: those in `override` whatever the origin said of them. */
export interface ResponseHeaders {
  readonly override: Readonly<Record<string, string>>
  readonly otherwise: Readonly<Record<string, string>>
}

// The policies that CloudFront itself brings, by their ids.
const MANAGED: Readonly<Record<string, ResponseHeaders>> = {
  // SecurityHeadersPolicy
  '67f7725c-6f97-4210-82d7-5512b31e9d03': {
    override: { 'x-content-type-options': 'nosniff' },
    otherwise: {
      'strict-transport-security': 'max-age=31536000',
      'x-frame-options': 'SAMEORIGIN',
      'x-xss-protection': '1; mode=block',
      'referrer-policy': 'strict-origin-when-cross-origin',
    },
  },
}

/** Reads a policy, of the template or of CloudFront's. @throws Error when it is known to neither. */
export function describeResponseHeaders(
  id: string | undefined,
  resources: readonly Resource[],
): ResponseHeaders | undefined {
  if (id === undefined) return { override: {}, otherwise: {} }
  const policy = resources.find(({ type, ref }) => {
    return type === 'AWS::CloudFront::ResponseHeadersPolicy' && ref === id
  })
  return policy ? describe(policy) : MANAGED[id]
}

interface SecurityHeader {
  readonly Override: boolean
  readonly [value: string]: unknown
}

// How each is written, by the name of its part of the policy.
const SECURITY: Readonly<Record<string, (header: SecurityHeader) => [string, unknown]>> = {
  ContentSecurityPolicy: (it) => ['content-security-policy', it.ContentSecurityPolicy],
  ContentTypeOptions: () => ['x-content-type-options', 'nosniff'],
  FrameOptions: ({ FrameOption }) => ['x-frame-options', FrameOption],
  ReferrerPolicy: (it) => ['referrer-policy', it.ReferrerPolicy],
  StrictTransportSecurity: ({ AccessControlMaxAgeSec }) => {
    return ['strict-transport-security', `max-age=${AccessControlMaxAgeSec}`]
  },
}

function describe({ logicalId, properties }: Resource): ResponseHeaders {
  const { SecurityHeadersConfig = {}, CustomHeadersConfig } = properties.ResponseHeadersPolicyConfig
  const override: Record<string, string> = {}
  const otherwise: Record<string, string> = {}
  for (const [part, header] of Object.entries<SecurityHeader>(SecurityHeadersConfig)) {
    const write = SECURITY[part]
    if (!write) throw new Error(`${logicalId}: ${part} is not understood locally`)
    const [name, value] = write(header)
    const headers = header.Override ? override : otherwise
    headers[name] = String(value)
  }
  for (const { Header, Value, Override } of CustomHeadersConfig?.Items ?? []) {
    const headers = Override ? override : otherwise
    headers[Header.toLowerCase()] = Value
  }
  return { override, otherwise }
}

/** The headers of an answer, with those that the distribution adds. */
export function withResponseHeaders(
  { override, otherwise }: ResponseHeaders,
  headers: OutgoingHttpHeaders,
): OutgoingHttpHeaders {
  return { ...otherwise, ...headers, ...override }
}
