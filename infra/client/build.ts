import { execFileSync } from 'node:child_process'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { build } from 'esbuild'

// `npm run build` of this workspace: bundles the client as an ES module (dist/esm) and as CommonJS (dist/cjs).
// Each has its own copy of the types, because TypeScript reads a declaration in the format of its folder.

const dist = join(import.meta.dirname, 'dist')
const emitted = join(dist, 'types')
const compiler = resolve(import.meta.dirname, '../../node_modules/typescript-7/bin/tsc')

await rm(dist, { recursive: true, force: true })
execFileSync(process.execPath, [compiler, '-p', import.meta.dirname], { stdio: 'inherit' })
for (const format of ['esm', 'cjs'] as const) {
  const folder = join(dist, format)
  await build({
    entryPoints: [join(import.meta.dirname, 'index.ts')],
    outfile: join(folder, 'index.js'),
    bundle: true,
    platform: 'neutral',
    target: 'es2022',
    // Identifiers are not minified, so that stack traces stay readable.
    minifySyntax: true,
    minifyWhitespace: true,
    format,
    logLevel: 'warning',
  })
  await copyTypes('index', folder)
}
await writeFile(join(dist, 'cjs/package.json'), '{"type": "commonjs"}\n')
await rm(emitted, { recursive: true })

/** Copies a module's types, with those that it imports. */
async function copyTypes(module: string, folder: string, copied = new Set<string>()) {
  if (copied.has(module)) return
  copied.add(module)
  const types = await readFile(join(emitted, `${module}.d.ts`), 'utf8')
  await mkdir(folder, { recursive: true })
  // The compiler keeps the extension .ts in types, which no older TypeScript resolves.
  await writeFile(
    join(folder, `${module}.d.ts`),
    types.replace(/(from '\.\/[\w-]+)\.ts'/g, "$1.js'"),
  )
  for (const [, imported = ''] of types.matchAll(/from '\.\/([\w-]+)\.ts'/g)) {
    await copyTypes(imported, folder, copied)
  }
}
