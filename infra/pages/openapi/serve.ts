import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import { stringify } from 'yaml'
import { acceptsGzip, compress } from '../../../shared/http/compress.ts'
import { SECURITY_HEADERS } from '../../../shared/http/security-headers.ts'

// The documents lie beside this function's bundle.
const read = (name: string) => readFileSync(join(import.meta.dirname, name), 'utf8')

/** The Lambda behind GET /openapi.json, /openapi.yaml and /openapi-3.0.json. Its only permission is to write its log. */
export async function handler({
  headers,
  rawPath,
}: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  const isYaml = rawPath === '/openapi.yaml'
  const response = {
    statusCode: 200,
    headers: {
      ...SECURITY_HEADERS,
      // RFC 9512 registers the type of YAML.
      'content-type': isYaml ? 'application/yaml' : 'application/json',
      'cache-control': 'no-cache',
      vary: 'accept-encoding',
    },
    body: isYaml ? toYaml(read('openapi.json')) : read(rawPath),
  }
  // The document is a tenth of its size when compressed.
  return acceptsGzip(headers['accept-encoding']) ? await compress(response) : response
}

function toYaml(json: string): string {
  return stringify(JSON.parse(json), { aliasDuplicateObjects: false })
}
