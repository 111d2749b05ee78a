import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { removeFingerprint, writeFingerprint } from '../../../infra/bundling/reuse.ts'

const folder = await mkdtemp(join(tmpdir(), 'prepared '))
const prepared = { functions: [], assembly: join(folder, 'cdk.out') }
let tested: typeof import('../../../infra/start/prepared.ts')

beforeAll(async () => {
  vi.stubEnv('LOCAL_FOLDER', folder)
  // The folder is read from the environment when its module is loaded.
  vi.resetModules()
  tested = await import('../../../infra/start/prepared.ts')
})

afterAll(() => {
  vi.unstubAllEnvs()
  vi.resetModules()
})

describe('what an earlier start made', () => {
  beforeEach(async () => {
    await mkdir(prepared.assembly, { recursive: true })
    await writeFile(join(folder, 'cdk.out/template.json'), '{}')
    await mkdir(join(folder, 'dist'), { recursive: true })
    writeFingerprint(join(folder, 'dist'), 'bundled')
    tested.writePrepared('sources', prepared)
  })

  test('is used again for the same sources', () => {
    expect(tested.readPrepared('sources')).toEqual(prepared)
  })

  test('is not used for other sources', () => {
    expect(tested.readPrepared('other')).toBeUndefined()
  })

  test('is not used once a reload has replaced bundles', () => {
    removeFingerprint(join(folder, 'dist'))
    expect(tested.readPrepared('sources')).toBeUndefined()
  })

  test('is not used once another version of the project has replaced bundles', () => {
    writeFingerprint(join(folder, 'dist'), 'bundled from other sources')
    expect(tested.readPrepared('sources')).toBeUndefined()
  })

  test('is not used once another version of the project has replaced the template', async () => {
    await writeFile(join(folder, 'cdk.out/template.json'), '{"Resources":{}}')
    expect(tested.readPrepared('sources')).toBeUndefined()
  })

  test('is not used once a reload has synthesized', () => {
    tested.forgetPrepared()
    expect(tested.readPrepared('sources')).toBeUndefined()
  })

  test('is not used when the assembly was deleted', async () => {
    await rm(prepared.assembly, { recursive: true })
    expect(tested.readPrepared('sources')).toBeUndefined()
  })
})
