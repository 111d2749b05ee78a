import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import { stringify } from 'yaml'

const HTML = 'text/html; charset=utf-8'
const JAVASCRIPT = 'text/javascript; charset=utf-8'
const JSON_TYPE = 'application/json'
const YAML_FILE = 'openapi.yaml'
const CSS = 'text/css; charset=utf-8'

/** The files below /docs and their content-types. They lie beside this function's bundle, except the YAML. */
const files: Readonly<Record<string, string>> = {
  'index.html': HTML,
  'page.js': JAVASCRIPT,
  'page.css': CSS,
  'openapi.json': JSON_TYPE,
  'openapi-3.0.json': JSON_TYPE,
  // RFC 9512
  [YAML_FILE]: 'application/yaml',
  'swagger-ui-bundle.js': JAVASCRIPT,
  'swagger-ui.css': CSS,
  'favicon-32x32.png': 'image/png',
}

// The page may load files from, and send requests to, only its own origin.
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
  "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/**
 * The Lambda behind GET /docs, GET /docs/{file}, and the OpenAPI documents, which have short URLs for
 * generators. Its only permission is to write its log.
 */
export function handler({
  headers,
  pathParameters,
  rawPath,
}: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  const name = pathParameters?.file ?? (rawPath === '/docs' ? 'index.html' : rawPath.slice(1))
  const type = Object.hasOwn(files, name) ? files[name] : undefined
  if (!type) return Promise.resolve({ statusCode: 404, body: 'Not Found' })
  const content = name === YAML_FILE ? toYaml('openapi.json') : read(name)
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
    body: (isZipped ? gzipSync(content) : Buffer.from(content)).toString('base64'),
    isBase64Encoded: true,
  })
}

function read(name: string): Buffer {
  return readFileSync(join(import.meta.dirname, name))
}

function toYaml(name: string): string {
  return stringify(JSON.parse(read(name).toString()), { aliasDuplicateObjects: false })
}
