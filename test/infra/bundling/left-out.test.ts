import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { bundled } from '../../support/bundled.ts'
import { empty, startFunction } from '../../support/start-function.ts'

describe('a function that has started and called AWS', () => {
  let loaded: string[] = []
  let bundle = ''
  beforeAll(async () => {
    const folder = await bundled(['UsersInfoPatch'])
    bundle = await readFile(join(folder, 'UsersInfoPatch/index.mjs'), 'utf8')
    const started = await startFunction(join(folder, 'UsersInfoPatch'), empty)
    expect(started.targets).toHaveLength(1)
    loaded = started.loaded
  })

  test.each([
    ['undici', /undici/],
    ['web streams', /webstreams/],
  ])('has not loaded %s', (_, name) => {
    expect(loaded.filter((module) => name.test(module))).toEqual([])
  })

  test('has loaded the modules that call AWS', () => {
    expect(loaded).toEqual(expect.arrayContaining(['https', 'crypto']))
  })

  test('has no code that reads configuration files of AWS', () => {
    expect(bundle).not.toContain('AWS_CONFIG_FILE')
  })
})
