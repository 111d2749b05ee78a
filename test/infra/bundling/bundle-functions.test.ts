import { globSync } from 'node:fs'
import { mkdtemp, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { SourceMap } from 'node:module'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { bundleFunctions } from '../../../infra/bundling/bundle-functions.ts'
import { loadFunctions } from '../../../infra/functions/load-functions.ts'
import lock from '../../../package-lock.json' with { type: 'json' }

const ROOT = resolve(import.meta.dirname, '../../..')
const { routes, workers } = await loadFunctions()
const functions = [...routes, ...workers]
const withPackages = functions.filter(({ contract }) => contract.nativePackages)
const [PICTURE] = withPackages.map(({ id }) => id)
// Offset of the processor architecture in the header of an ELF file, and the value for arm64.
const [ELF_MACHINE, AARCH64] = [0x12, 0xb7]

describe('bundles for Lambda', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'user api-'))
    await bundleFunctions(functions, { folder, forLambda: true })
  })

  test('have sharp in one function and in no other', async () => {
    expect(PICTURE).toBe('UsersProfilePicturePost')
    for (const { id } of functions) {
      const files = await readdir(join(folder, id))
      expect(files.includes('node_modules')).toBe(id === PICTURE)
    }
  })

  test('have sharp in the version of the lock file, for arm64 and glibc', async () => {
    const packages = join(folder, PICTURE ?? '', 'node_modules')
    const read = async (name: string) =>
      JSON.parse(await readFile(join(packages, name, 'package.json'), 'utf8')).version
    expect(await read('sharp')).toBe(lock.packages['node_modules/sharp'].version)
    const binaries = globSync('@img/**/*.{node,so,so.*}', { cwd: packages })
    expect(binaries.map((path) => path.split('/')[1]).sort()).toEqual([
      'sharp-libvips-linux-arm64',
      'sharp-linux-arm64',
    ])
    for (const path of binaries) {
      const head = (await readFile(join(packages, path))).subarray(0, ELF_MACHINE + 2)
      expect(head.toString('latin1', 1, 4)).toBe('ELF')
      expect(head.readUInt16LE(ELF_MACHINE)).toBe(AARCH64)
    }
  })

  test('have no symbolic links and no paths of this machine', () => {
    const entries = globSync('**/*', { cwd: folder, withFileTypes: true })
    expect(entries.filter((entry) => entry.isSymbolicLink())).toEqual([])
    expect(globSync('**/.package-lock.json', { cwd: folder })).toEqual([])
  })
})

test('no bundle contains code of infra/ or test/', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'user api-'))
  await bundleFunctions(functions, { folder })
  for (const { id } of functions) {
    const map = await readFile(join(folder, id, 'index.mjs.map'), 'utf8')
    const { sources } = JSON.parse(map) as { sources: string[] }
    // Relative to the project, whose own folder may be called `test`.
    const files = sources.map((source) => relative(ROOT, resolve(folder, id, source)))
    expect(files.some((file) => file.startsWith('shared/'))).toBe(true)
    expect(files.filter((file) => /^(infra|test)\/|[./]docs\.ts$/.test(file))).toEqual([])
    const bundle = await readFile(join(folder, id, 'index.mjs'), 'utf8')
    expect(bundle).not.toContain('_local')
  }
})

test('bundles for local runs have no packages beside them', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'user api-'))
  await bundleFunctions(withPackages, { folder })
  expect(await readdir(join(folder, PICTURE ?? ''))).not.toContain('node_modules')
})

describe('bundles', () => {
  let folder = ''
  const read = (id: string, file = 'index.mjs') => readFile(join(folder, id, file), 'utf8')
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'user api-'))
    await bundleFunctions(functions, { folder })
  })

  test('have the S3 client only in functions that use the bucket', async () => {
    for (const { id, contract } of functions) {
      const bundle = await read(id)
      expect([id, bundle.includes('ListObjectsV2')]).toEqual([
        id,
        'picturesBucket' in contract.uses,
      ])
    }
  })

  test('have no SDK when the contract uses nothing of AWS', async () => {
    for (const { id, contract } of functions) {
      const usesAws = Object.keys(contract.uses).length > 0
      expect([id, (await read(id)).includes('DynamoDB')]).toEqual([id, usesAws])
    }
  })

  test('have no schema that only describes a response', async () => {
    expect(await read('AuthMeGet')).not.toContain('ZodObject')
    expect(await read('UsersInfoPatch')).toContain('ZodObject')
  })

  test('import no built-in module of Node, which would evaluate all of it', async () => {
    for (const { id } of functions) {
      expect([id, (await read(id)).match(/(?:from|import\(?)"node:[^"]+"/g)]).toEqual([id, null])
    }
  })

  test('are one file each, with the code that encrypts responses', async () => {
    expect(await readdir(join(folder, 'AuthMeGet'))).toEqual(['index.mjs', 'index.mjs.map'])
    expect(await read('AuthMeGet')).toContain('A256GCM')
    expect(await read('NotFoundDefault')).not.toContain('A256GCM')
  })

  test('have source maps that lead to the source line', async () => {
    const text = 'At least one field must be provided'
    const file = 'shared/users/user-info.ts'
    const line = (code: string) => code.slice(0, code.indexOf(text)).split('\n').length - 1
    const bundle = await read('UsersInfoPatch')
    const column = bundle.split('\n')[line(bundle)]?.indexOf(text) ?? -1
    const map = new SourceMap(JSON.parse(await read('UsersInfoPatch', 'index.mjs.map')))
    expect(map.findEntry(line(bundle), column)).toMatchObject({
      originalSource: expect.stringMatching(new RegExp(`${file}$`)),
      originalLine: line(await readFile(file, 'utf8')),
    })
  })
})

test('bundles are reused until a source changes', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'user api-'))
  const some = functions.filter(({ id }) => id === 'NotFoundDefault')
  const made = () => stat(join(folder, 'NotFoundDefault/index.mjs')).then(({ mtimeMs }) => mtimeMs)
  await bundleFunctions(some, { folder, reuse: true })
  const before = await made()
  await bundleFunctions(some, { folder, reuse: true })
  expect(await made()).toBe(before)
  await writeFile(join(folder, 'made-from.txt'), 'other sources')
  await bundleFunctions(some, { folder, reuse: true })
  expect(await made()).toBeGreaterThan(before)
})
