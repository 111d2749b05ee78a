import { cp } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { build } from 'esbuild'
import { bundleOf } from '../../bundling/bundle-functions.ts'
import type { LoadedFunction } from '../../functions/load-functions.ts'

const SWAGGER_UI = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
const ROOT = resolve(import.meta.dirname, '../../..')

/** The function behind /docs. It is not a route of the API, so it is not in functions/. */
export const docsPage: LoadedFunction = {
  id: 'DocsPage',
  file: '../infra/docs/docs-page/serve.ts',
  path: join(import.meta.dirname, 'serve.ts'),
  contract: { summary: 'Show the documentation', uses: {}, memoryMb: 256 },
}

/** Makes the function's folder: its code, the page, Swagger UI and docs/openapi.json. Works offline. */
export async function bundleDocsPage(bundlesFolder: string): Promise<void> {
  const folder = bundleOf(docsPage, bundlesFolder)
  await build({
    entryPoints: [{ in: docsPage.path, out: 'index' }],
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    logLevel: 'warning',
  })
  await cp(join(import.meta.dirname, 'page'), folder, { recursive: true })
  await cp(join(ROOT, 'docs/openapi.json'), join(folder, 'openapi.json'))
  for (const file of ['swagger-ui-bundle.js', 'swagger-ui.css', 'favicon-32x32.png']) {
    await cp(join(SWAGGER_UI, file), join(folder, file))
  }
}
