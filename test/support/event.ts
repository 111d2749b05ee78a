import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import type { ApiRequest } from './api-request.ts'

/** Converts a request to the event of API Gateway, payload format 2.0. `sourceIp` is the client's address. */
export function toEvent(
  { method, path, headers, body }: ApiRequest,
  sourceIp = '192.0.2.1',
): APIGatewayProxyEventV2 {
  const [rawPath = '', rawQueryString = ''] = path.split('?')
  return {
    version: '2.0',
    routeKey: `${method} ${rawPath}`,
    rawPath,
    rawQueryString,
    headers: Object.fromEntries(
      Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
    ),
    ...(rawQueryString && {
      queryStringParameters: toQuery(new URLSearchParams(rawQueryString)),
    }),
    requestContext: {
      accountId: '000000000000',
      apiId: 'test',
      domainName: 'test.example.com',
      domainPrefix: 'test',
      http: {
        method,
        path: rawPath,
        protocol: 'HTTP/1.1',
        sourceIp,
        userAgent: 'test',
      },
      requestId: 'test-request-id=',
      routeKey: `${method} ${rawPath}`,
      stage: '$default',
      time: '22/Nov/2026:00:00:00 +0000',
      timeEpoch: Date.now(),
    },
    body: toText(body),
    isBase64Encoded: Buffer.isBuffer(body),
  }
}

function toText(body: unknown): string | undefined {
  if (Buffer.isBuffer(body)) return body.toString('base64')
  return typeof body === 'string' || body === undefined ? body : JSON.stringify(body)
}

/** Joins the values of a repeated parameter with a comma, as API Gateway does. */
function toQuery(parameters: URLSearchParams): Record<string, string> {
  return Object.fromEntries(
    [...parameters.keys()].map((name) => [name, parameters.getAll(name).join(',')]),
  )
}
