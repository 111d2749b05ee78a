import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'

const HTML = 'text/html; charset=utf-8'
const JAVASCRIPT = 'text/javascript; charset=utf-8'
const CSS = 'text/css; charset=utf-8'

/** The files below /docs and their content-types. They lie beside this function's bundle. */
const files: Readonly<Record<string, string>> = {
  'index.html': HTML,
  'page.js': JAVASCRIPT,
  'page.css': CSS,
  'openapi.json': 'application/json',
  'swagger-ui-bundle.js': JAVASCRIPT,
  'swagger-ui.css': CSS,
  'favicon-32x32.png': 'image/png',
}

// The page may load files from, and send requests to, only its own origin.
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
  "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** The Lambda behind GET /docs and GET /docs/{file}. Its only permission is to write its log. */
export function handler({
  headers,
  pathParameters,
}: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  const name = pathParameters?.file ?? 'index.html'
  const type = Object.hasOwn(files, name) ? files[name] : undefined
  if (!type) return Promise.resolve({ statusCode: 404, body: 'Not Found' })
  const content = readFileSync(join(import.meta.dirname, name))
  // Swagger UI is 1.9 MB uncompressed, and an HTTP API does not compress responses.
  const isZipped = /\bgzip\b/.test(headers['accept-encoding'] ?? '') && type !== 'image/png'
  return Promise.resolve({
    statusCode: 200,
    headers: {
      'content-type': type,
      'content-security-policy': POLICY,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-cache',
      vary: 'accept-encoding',
      ...(isZipped && { 'content-encoding': 'gzip' }),
    },
    body: (isZipped ? gzipSync(content) : content).toString('base64'),
    isBase64Encoded: true,
  })
}
