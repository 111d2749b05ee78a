import { beforeEach, expect, test } from 'vitest'
import { EdgeCache } from '../../../../../infra/local/services/cloudfront/edge-cache.ts'

let now: number
let cache: EdgeCache
beforeEach(() => {
  now = 1000
  cache = new EdgeCache(() => now)
})
const copy = (text: string) => ({ headers: { etag: text }, body: Buffer.from(text) })

test('a copy is found until it expires, with its age in whole seconds', () => {
  cache.keep('/a', copy('a'), 60)
  now += 1999
  expect(cache.find('/a')).toMatchObject({ ...copy('a'), age: 1 })
  now += 58_000
  expect(cache.find('/a')?.age).toBe(59)
  now += 1
  expect(cache.find('/a')).toBeUndefined()
  expect(cache.find('/b')).toBeUndefined()
})

test('an expired copy does not come back with the clock', () => {
  cache.keep('/a', copy('a'), 1)
  now += 1000
  cache.find('/a')
  now -= 1000
  expect(cache.find('/a')).toBeUndefined()
})

test.each([0, -1])('a copy for %i seconds is not kept', (seconds) => {
  cache.keep('/a', copy('a'), seconds)
  expect(cache.find('/a')).toBeUndefined()
})

test('the oldest of 200 copies makes room for another', () => {
  for (let i = 0; i < 200; i++) cache.keep(`/${i}`, copy(`${i}`), 60)
  expect(cache.find('/0')).toBeDefined()
  cache.keep('/200', copy('200'), 60)
  expect(cache.find('/0')).toBeUndefined()
  expect(cache.find('/1')).toBeDefined()
  expect(cache.find('/200')).toBeDefined()
})
