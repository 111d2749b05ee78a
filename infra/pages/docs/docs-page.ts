import { join, resolve } from 'node:path'
import type { PageFunction } from '../bundle-page.ts'

const ROOT = resolve(import.meta.dirname, '../../..')

/** The function behind /docs, which converts the OpenAPI document to a page. */
export const docsPage: PageFunction = {
  id: 'DocsPage',
  file: '../infra/pages/docs/serve.ts',
  path: join(import.meta.dirname, 'serve.ts'),
  contract: { summary: 'Show the documentation', uses: {}, memoryMb: 256 },
  paths: ['/docs', '/docs/{file}'],
  files: [join(ROOT, 'docs/openapi.json'), join(ROOT, 'infra/start/console/page/icon.svg')],
}
