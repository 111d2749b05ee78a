import { join, resolve } from 'node:path'
import type { PageFunction } from '../bundle-page.ts'

const DOCS = resolve(import.meta.dirname, '../../../docs')

/** The function behind the URLs of the OpenAPI documents, which client generators take. */
export const openApiPage: PageFunction = {
  id: 'OpenApiPage',
  file: '../infra/pages/openapi/serve.ts',
  path: join(import.meta.dirname, 'serve.ts'),
  contract: { summary: 'Return the OpenAPI document', uses: {}, memoryMb: 256 },
  paths: ['/openapi.json', '/openapi.yaml', '/openapi-3.0.json'],
  files: [join(DOCS, 'openapi.json'), join(DOCS, 'openapi-3.0.json')],
}
