import { existsSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { build } from 'esbuild'
import { bundleOf } from '../bundling/bundle-functions.ts'
import type { LoadedFunction } from '../functions/load-functions.ts'

/** A function that serves a page. It is not a route of the API, so it is not in functions/. */
export interface PageFunction extends LoadedFunction {
  /** Paths of the page, as routes of API Gateway, e.g. `/docs/{file}`. */
  readonly paths: readonly string[]
  /** Files to copy beside the bundled code, in addition to those of the page's folder `page/`, if it has one. */
  readonly files: readonly string[]
}

/** Makes the function's folder: its code and the page's files. Works offline. */
export async function bundlePage(page: PageFunction, bundlesFolder: string): Promise<void> {
  const folder = bundleOf(page, bundlesFolder)
  await build({
    entryPoints: [{ in: page.path, out: 'index' }],
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    sourcemap: 'linked',
    sourcesContent: false,
    // The package `yaml` is CommonJS for Node, and requires modules of Node.
    banner: {
      js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);",
    },
    logLevel: 'warning',
  })
  const assets = join(dirname(page.path), 'page')
  if (existsSync(assets)) await cp(assets, folder, { recursive: true })
  for (const file of page.files) await cp(file, join(folder, file.slice(dirname(file).length)))
}
