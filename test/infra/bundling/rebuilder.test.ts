import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { beforeEach, describe, expect, test } from 'vitest'
import { reloadOptions } from '../../../infra/bundling/bundle-functions.ts'
import type { BundleSource } from '../../../infra/bundling/entries.ts'
import { Rebuilder } from '../../../infra/bundling/rebuilder.ts'
import { hasBundles, writeFingerprint } from '../../../infra/bundling/reuse.ts'
import lock from '../../../package-lock.json' with { type: 'json' }

const HANDLER = "import { word } from './word.ts'\nexport const handler = () => word"

let sources: string
let bundles: string
let functions: BundleSource[]
let rebuilder: Rebuilder
let run = 0

function save(name: string, text: string): void {
  writeFileSync(join(sources, name), text)
}

function sourceOf(id: string): BundleSource {
  return { id, path: join(sources, `${id}.ts`), isPrimed: false, nativePackages: [] }
}

/** Runs a function's bundle as it is now. */
async function call(id: string): Promise<string> {
  const { href } = pathToFileURL(join(bundles, id, 'index.mjs'))
  return (await import(`${href}?${++run}`)).handler()
}

beforeEach(async () => {
  sources = await mkdtemp(join(tmpdir(), 'user api-'))
  bundles = await mkdtemp(join(tmpdir(), 'user api-'))
  save('word.ts', "export const word = 'old'")
  save('Shared.ts', HANDLER)
  save('Alone.ts', "export const handler = () => 'alone'")
  functions = ['Shared', 'Alone'].map(sourceOf)
  await build(reloadOptions(functions, bundles))
  writeFingerprint(bundles, 'made')
  rebuilder = new Rebuilder(functions, bundles)
})

describe('a rebuild', () => {
  test('replaces the bundles of the functions whose code differs, and names them', async () => {
    expect(await rebuilder.rebuild()).toEqual({ changed: [] })
    expect(hasBundles(bundles, 'made')).toBe(true)
    save('word.ts', "export const word = 'new'")
    expect(await rebuilder.rebuild()).toEqual({ changed: ['Shared'] })
    expect(await call('Shared')).toBe('new')
    expect(await call('Alone')).toBe('alone')
    // Another start must not take them for the bundles of the sources that it was made from.
    expect(hasBundles(bundles, 'made')).toBe(false)
  })

  test('writes the source map of a bundle, which has the new lines', async () => {
    const map = join(bundles, 'Alone/index.mjs.map')
    const before = readFileSync(map, 'utf8')
    save('Alone.ts', "\n\n\nexport const handler = () => 'moved'")
    await rebuilder.rebuild()
    expect(readFileSync(map, 'utf8')).not.toBe(before)
  })

  test('with an error changes nothing, and names file and line', async () => {
    save('word.ts', "export const word = 'new'")
    save('Alone.ts', 'export const handler = (')
    const result = await rebuilder.rebuild()
    expect(result).toEqual({ error: expect.stringMatching(/Unexpected[\s\S]*Alone\.ts:1:/) })
    expect(await call('Shared')).toBe('old')
    save('Alone.ts', "export const handler = () => 'again'")
    expect(await rebuilder.rebuild()).toEqual({ changed: ['Shared', 'Alone'] })
  })
})

test('a package with native code is not bundled, and is found from any folder', async () => {
  save('Native.ts', "import sharp from 'sharp'\nexport const handler = () => sharp.versions.sharp")
  await rebuilder.setFunctions([{ ...sourceOf('Native'), nativePackages: ['sharp'] }])
  expect(await call('Native')).toBe(lock.packages['node_modules/sharp'].version)
  expect(statSync(join(bundles, 'Native/index.mjs')).size).toBeLessThan(1_000)
})

test('another list of functions adds their bundles, and is used from then on', async () => {
  save('Added.ts', HANDLER)
  const added = [...functions, sourceOf('Added')]
  expect(await rebuilder.setFunctions(added)).toEqual({
    changed: expect.arrayContaining(['Added']),
  })
  expect(await call('Added')).toBe('old')
  save('word.ts', "export const word = 'new'")
  expect(await rebuilder.rebuild()).toEqual({ changed: ['Shared', 'Added'] })
  expect(await call('Added')).toBe('new')
})

test('undo brings back the confirmed bundles, and keeps those of added functions', async () => {
  const change = async (word: string) => {
    save('word.ts', `export const word = '${word}'`)
    await rebuilder.rebuild()
  }
  await change('second')
  rebuilder.confirm()
  await change('third')
  save('Added.ts', HANDLER)
  await rebuilder.setFunctions([...functions, sourceOf('Added')])
  expect(rebuilder.undo()).toEqual(['Shared'])
  expect(await call('Shared')).toBe('second')
  expect(existsSync(join(bundles, 'Added/index.mjs'))).toBe(true)
  expect(rebuilder.undo()).toEqual([])
})
