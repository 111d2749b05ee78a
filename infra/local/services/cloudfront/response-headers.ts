import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http'
import { ofType, type Resource } from '../../template/template.ts'

export const RESPONSE_HEADERS_POLICY = 'AWS::CloudFront::ResponseHeadersPolicy'

/**
 * Headers that a distribution adds: `override` replaces the origin's, `otherwise` does not. Headers in
 * `cors` are like `otherwise`, for requests with an `Origin` header.
 */
export interface ResponseHeaders {
  readonly override: Readonly<Record<string, string>>
  readonly otherwise: Readonly<Record<string, string>>
  readonly cors?: Readonly<Record<string, string>>
}

const SECURITY_HEADERS: ResponseHeaders = {
  override: { 'x-content-type-options': 'nosniff' },
  otherwise: {
    'strict-transport-security': 'max-age=31536000',
    'x-frame-options': 'SAMEORIGIN',
    'x-xss-protection': '1; mode=block',
    'referrer-policy': 'strict-origin-when-cross-origin',
  },
}

// CloudFront's own policies, by id.
const MANAGED_POLICIES: Readonly<Record<string, ResponseHeaders>> = {
  // SecurityHeadersPolicy
  '67f7725c-6f97-4210-82d7-5512b31e9d03': SECURITY_HEADERS,
  // CORS-and-SecurityHeadersPolicy
  'e61eb60c-9c35-4d20-a928-2b84e02af89c': {
    ...SECURITY_HEADERS,
    cors: { 'access-control-allow-origin': '*' },
  },
}

/** Reads a policy of the template or of CloudFront. Undefined when neither has it. */
export function describeResponseHeaders(
  id: string | undefined,
  resources: readonly Resource[],
): ResponseHeaders | undefined {
  if (id === undefined) return { override: {}, otherwise: {} }
  const policy = ofType(resources, RESPONSE_HEADERS_POLICY).find(({ ref }) => ref === id)
  return policy ? describe(policy) : MANAGED_POLICIES[id]
}

interface SecurityHeader {
  readonly Override: boolean
  readonly [value: string]: unknown
}

// The header of each part of a policy.
const SECURITY: Readonly<Record<string, (header: SecurityHeader) => [string, unknown]>> = {
  ContentSecurityPolicy: (it) => ['content-security-policy', it.ContentSecurityPolicy],
  ContentTypeOptions: () => ['x-content-type-options', 'nosniff'],
  FrameOptions: ({ FrameOption }) => ['x-frame-options', FrameOption],
  ReferrerPolicy: (it) => ['referrer-policy', it.ReferrerPolicy],
  StrictTransportSecurity: ({ AccessControlMaxAgeSec }) => {
    return ['strict-transport-security', `max-age=${AccessControlMaxAgeSec}`]
  },
}

/** @throws Error that names a part that is not supported. */
function describe({ logicalId, properties }: Resource): ResponseHeaders {
  const config = properties.ResponseHeadersPolicyConfig
  const { SecurityHeadersConfig = {}, CustomHeadersConfig, CorsConfig } = config
  const override: Record<string, string> = {}
  const otherwise: Record<string, string> = {}
  for (const [part, header] of Object.entries<SecurityHeader>(SecurityHeadersConfig)) {
    const toHeader = SECURITY[part]
    if (!toHeader) throw new Error(`${logicalId}: ${part} is not supported locally`)
    const [name, value] = toHeader(header)
    const headers = header.Override ? override : otherwise
    headers[name] = String(value)
  }
  for (const { Header, Value, Override } of CustomHeadersConfig?.Items ?? []) {
    const headers = Override ? override : otherwise
    headers[Header.toLowerCase()] = Value
  }
  return { override, otherwise, ...(CorsConfig && { cors: describeCors(logicalId, CorsConfig) }) }
}

// biome-ignore lint/suspicious/noExplicitAny: like CloudFormation's properties, it has no type.
function describeCors(logicalId: string, config: any): Readonly<Record<string, string>> {
  const { AccessControlAllowOrigins, AccessControlAllowCredentials } = config
  if (String(AccessControlAllowOrigins.Items) !== '*' || AccessControlAllowCredentials)
    throw new Error(
      `${logicalId}: CORS for some origins or with credentials is not supported locally`,
    )
  return { 'access-control-allow-origin': '*' }
}

/** Returns the headers of a response to a request, with those that the distribution adds. */
export function withResponseHeaders(
  { override, otherwise, cors }: ResponseHeaders,
  request: Pick<IncomingMessage, 'headers'>,
  headers: OutgoingHttpHeaders,
): OutgoingHttpHeaders {
  const isCors = request.headers.origin !== undefined
  return { ...otherwise, ...(isCors && cors), ...headers, ...override }
}
