import { execFileSync } from 'node:child_process'
import { copyFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { build } from 'esbuild'
import packageFile from '../../package.json' with { type: 'json' }

// `npm run client`: makes the package `user-api/client` in dist/client, ready for `npm pack`. It has
// a manifest of its own, without dependencies: an app that calls the API needs none of the server's.

const root = resolve(import.meta.dirname, '../..')
const folder = join(root, 'dist/client')
const { name, version, license } = packageFile

await rm(folder, { recursive: true, force: true })
await build({
  entryPoints: [join(import.meta.dirname, 'index.ts')],
  outfile: join(folder, 'index.js'),
  bundle: true,
  platform: 'neutral',
  mainFields: ['module', 'main'],
  target: 'es2022',
  format: 'esm',
  logLevel: 'warning',
})
const compiler = join(root, 'node_modules/typescript-7/bin/tsc')
execFileSync(process.execPath, [compiler, '-p', import.meta.dirname], { stdio: 'inherit' })
const manifest = {
  name,
  version,
  description: 'A typed client of the User API, for browsers and Node',
  license,
  type: 'module',
  sideEffects: false,
  exports: { './client': { types: './index.d.ts', default: './index.js' } },
}
await writeFile(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`)
await copyFile(join(root, 'LICENSE'), join(folder, 'LICENSE'))
