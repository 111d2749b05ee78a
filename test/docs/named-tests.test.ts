import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkedInvariants, provenElsewhere } from '../faults/check-invariants.ts'

const ROOT = join(import.meta.dirname, '../..')

/** Describes a test name that does not exist; undefined when it does. */
function problemOf(file: string, title: string): string | undefined {
  const path = join(ROOT, file)
  if (!existsSync(path)) return `${file} does not exist`
  const isThere = ["'", '"', '`'].some((quote) =>
    readFileSync(path, 'utf8').includes(quote + title + quote),
  )
  return isThere ? undefined : `${file} has no test "${title}"`
}

describe('docs/security.md', () => {
  const text = readFileSync(join(ROOT, 'docs/security.md'), 'utf8')
  const rows = text.split('\n').filter((line) => /^\| (?!Risk|Requirement|---)/.test(line))

  test('names tests that exist', () => {
    const named = [...text.matchAll(/`(test\/[^`]+\.test\.ts)` "([^"]+)"/g)]
    expect(named.length).toBeGreaterThan(40)
    expect(
      named.map(([, file = '', title = '']) => problemOf(file, title)).filter(Boolean),
    ).toEqual([])
  })

  test('names a test in each row, or says what is not met', () => {
    const bare = rows.filter((row) => !row.includes('`test/') && !row.includes('**Not met'))
    expect(rows.length).toBeGreaterThan(35)
    expect(bare).toEqual([])
  })
})

test('docs/privacy.md names tests that exist', () => {
  const text = readFileSync(join(ROOT, 'docs/privacy.md'), 'utf8')
  const named = [...text.matchAll(/`(test\/[^`]+\.test\.ts)` "([^"]+)"/g)]
  expect(named.length).toBeGreaterThan(15)
  expect(named.map(([, file = '', title = '']) => problemOf(file, title)).filter(Boolean)).toEqual(
    [],
  )
})

describe('the promises', () => {
  test('that other tests prove name tests that exist', () => {
    const proofs = Object.values(provenElsewhere)
    expect(proofs.map(({ file, title }) => problemOf(file, title)).filter(Boolean)).toEqual([])
  })

  test('are complete by number', () => {
    const numbers = [
      ...checkedInvariants.map(({ number }) => number),
      ...Object.keys(provenElsewhere).map(Number),
    ]
    const all = Array.from({ length: 29 }, (_, index) => index + 1)
    expect(all.filter((number) => !numbers.includes(number))).toEqual([])
  })
})
