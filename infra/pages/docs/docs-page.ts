import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import type { PageFunction } from '../bundle-page.ts'

const SWAGGER_UI = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
const ROOT = resolve(import.meta.dirname, '../../..')

/** The function behind /docs, with Swagger UI and the OpenAPI document. */
export const docsPage: PageFunction = {
  id: 'DocsPage',
  file: '../infra/pages/docs/serve.ts',
  path: join(import.meta.dirname, 'serve.ts'),
  contract: { summary: 'Show the documentation', uses: {}, memoryMb: 256 },
  paths: ['/docs', '/docs/{file}'],
  files: [
    join(ROOT, 'docs/openapi.json'),
    join(SWAGGER_UI, 'swagger-ui-bundle.js'),
    join(SWAGGER_UI, 'swagger-ui.css'),
    join(SWAGGER_UI, 'favicon-32x32.png'),
  ],
}
