import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { PAGES_WITH_TABLES, withTables } from '../../../infra/docs/page-tables.ts'
import { loadFunctions } from '../../../infra/functions/load-functions.ts'

const functions = await loadFunctions()

test.each(PAGES_WITH_TABLES)(
  'the tables of %s are those of the contracts and measurements: else run `npm run docs`',
  (page) => {
    const text = readFileSync(resolve(page), 'utf8')
    expect(text).toBe(withTables(text, functions))
  },
)

test('only the lines between the comments of a table are replaced', () => {
  const page = 'Before\n<!-- errors -->\nold\n<!-- /errors -->\nAfter'
  const [first, , head, ...rest] = withTables(page, functions).split('\n')
  expect([first, head]).toEqual(['Before', '| Code | Name | HTTP | Where |'])
  expect(rest).toContain('| 1001 | UNAUTHORIZED | 401 | any |')
  expect(rest.slice(-2)).toEqual(['<!-- /errors -->', 'After'])
})

test.each([
  ['The page has no place for a generated table', 'Text'],
  ['The table of errors lacks its closing comment', '<!-- errors -->\nold'],
])('refuses a page: %s', (message, page) => {
  expect(() => withTables(page, functions)).toThrow(message)
})
