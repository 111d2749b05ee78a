import { globSync } from 'node:fs'
import { mkdtemp, readdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { bundleFunctions } from '../../infra/bundle-functions.ts'
import { loadFunctions } from '../../infra/load-functions.ts'
import lock from '../../package-lock.json' with { type: 'json' }

const { routes, workers } = await loadFunctions()
const functions = [...routes, ...workers]
const withPackages = functions.filter(({ contract }) => contract.nativePackages)
const [PICTURE] = withPackages.map(({ id }) => id)
// In the head of an ELF file, by which Linux knows what a binary is for.
const [ELF_MACHINE, AARCH64] = [0x12, 0xb7]

describe('bundles to be deployed', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'user-api-'))
    await bundleFunctions(functions, { folder, forLambda: true })
  })

  test('have sharp in one of them, and in no other', async () => {
    expect(PICTURE).toBe('UsersProfilePicturePost')
    for (const { id } of functions) {
      const files = await readdir(join(folder, id))
      expect(files.includes('node_modules')).toBe(id === PICTURE)
    }
  })

  test('have it in the version of the lock file, for arm64 and glibc', async () => {
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

  test('have no link and no note of where they were made', () => {
    const entries = globSync('**/*', { cwd: folder, withFileTypes: true })
    expect(entries.filter((entry) => entry.isSymbolicLink())).toEqual([])
    expect(globSync('**/.package-lock.json', { cwd: folder })).toEqual([])
  })
})

test('bundles to run here have no packages beside them', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'user-api-'))
  await bundleFunctions(withPackages, { folder })
  expect(await readdir(join(folder, PICTURE ?? ''))).not.toContain('node_modules')
})

test('only functions with pictures have the client for S3 in their bundles', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'user-api-'))
  await bundleFunctions(functions, { folder })
  for (const { id, contract } of functions) {
    const bundle = await readFile(join(folder, id, 'index.mjs'), 'utf8')
    expect([id, bundle.includes('ListObjectsV2')]).toEqual([id, 'picturesBucket' in contract.uses])
  }
})
