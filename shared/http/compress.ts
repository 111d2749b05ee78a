import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda'

/** The size from which a JSON response is compressed, in bytes. A smaller response fits into two packets. */
export const MIN_COMPRESSED_BYTES = 2048

/** Whether an Accept-Encoding header allows gzip (RFC 9110, 12.5.3). */
export function acceptsGzip(acceptEncoding = ''): boolean {
  const offers = acceptEncoding.toLowerCase().split(',')
  const gzip = offers.find((offer) => offer.split(';')[0]?.trim() === 'gzip')
  return gzip !== undefined && !/;\s*q=0(\.0*)?\s*$/.test(gzip)
}

/**
 * Compresses a response with gzip. API Gateway's HTTP APIs never compress, and CloudFront compresses only what it
 * caches. Loads zlib on demand, because most responses are small.
 */
export async function compress(
  response: APIGatewayProxyStructuredResultV2,
): Promise<APIGatewayProxyStructuredResultV2> {
  const { gzipSync } = await import('node:zlib')
  return {
    ...response,
    headers: { ...response.headers, 'content-encoding': 'gzip', vary: 'accept-encoding' },
    body: gzipSync(response.body ?? '').toString('base64'),
    isBase64Encoded: true,
  }
}
