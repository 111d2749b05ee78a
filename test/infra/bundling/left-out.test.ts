import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { bundled } from '../../support/bundled.ts'
import { empty, startFunction } from '../../support/start-function.ts'

describe('a function that has started and called AWS', () => {
  let loaded: string[] = []
  beforeAll(async () => {
    const folder = await bundled(['UsersInfoPatch'])
    const started = await startFunction(join(folder, 'UsersInfoPatch'), empty)
    expect(started.asked).toHaveLength(1)
    loaded = started.loaded
  })

  test.each([
    ['undici', /undici/],
    ['web streams', /webstreams/],
    ['file streams', /fs\/streams/],
    ['AWS configuration files', /fs\/promises/],
  ])('has not loaded %s', (_, name) => {
    expect(loaded.filter((module) => name.test(module))).toEqual([])
  })

  test('has loaded the modules that call AWS', () => {
    expect(loaded).toEqual(expect.arrayContaining(['https', 'crypto']))
  })
})
