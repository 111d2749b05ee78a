import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import { acceptsGzip, compress } from '../../../shared/http/compress.ts'
import { SECURITY_HEADERS } from '../../../shared/http/security-headers.ts'
import type { OpenApiDocument } from './document.ts'
import { toPage } from './to-page.ts'

const JAVASCRIPT = 'text/javascript; charset=utf-8'
const CSS = 'text/css; charset=utf-8'
const read = (name: string) => readFileSync(join(import.meta.dirname, name), 'utf8')
const page = toPage(JSON.parse(read('openapi.json')) as OpenApiDocument)

/** The files below /docs: content-type and content. */
const files: Readonly<Record<string, readonly [type: string, content: string]>> = {
  'index.html': ['text/html; charset=utf-8', page],
  'page.js': [JAVASCRIPT, read('page.js')],
  'samples.js': [JAVASCRIPT, read('samples.js')],
  'search.js': [JAVASCRIPT, read('search.js')],
  'try-it.js': [JAVASCRIPT, read('try-it.js')],
  'page.css': [CSS, read('page.css')],
  'route.css': [CSS, read('route.css')],
  'controls.css': [CSS, read('controls.css')],
  'openapi.json': ['application/json', read('openapi.json')],
  'icon.svg': ['image/svg+xml', read('icon.svg')],
}

// The page may load files from, and send requests to, only its own origin.
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** The Lambda behind GET /docs and GET /docs/{file}. Its only permission is to write its log. */
export async function handler({
  headers,
  pathParameters,
}: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  const name = pathParameters?.file ?? 'index.html'
  const file = Object.hasOwn(files, name) ? files[name] : undefined
  if (!file) return { statusCode: 404, headers: SECURITY_HEADERS, body: 'Not Found' }
  const [type, content] = file
  const response = {
    statusCode: 200,
    headers: {
      ...SECURITY_HEADERS,
      'content-type': type,
      'content-security-policy': POLICY,
      'cache-control': 'no-cache',
      vary: 'accept-encoding',
    },
    body: content,
  }
  // The page is a tenth of its size when compressed.
  return acceptsGzip(headers['accept-encoding']) ? await compress(response) : response
}
