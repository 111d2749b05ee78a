import { execFileSync } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { build } from 'esbuild'

// `npm run build` of this workspace: bundles the client into dist/index.js and emits its types.
// openapi-fetch is part of the bundle, so that apps install nothing else.

const dist = join(import.meta.dirname, 'dist')
const compiler = resolve(import.meta.dirname, '../../node_modules/typescript-7/bin/tsc')

await rm(dist, { recursive: true, force: true })
await build({
  entryPoints: [join(import.meta.dirname, 'index.ts')],
  outfile: join(dist, 'index.js'),
  bundle: true,
  platform: 'neutral',
  mainFields: ['module', 'main'],
  target: 'es2022',
  // Identifiers are not minified, so that stack traces stay readable.
  minifySyntax: true,
  minifyWhitespace: true,
  format: 'esm',
  logLevel: 'warning',
})
execFileSync(process.execPath, [compiler, '-p', import.meta.dirname], { stdio: 'inherit' })
