import { describe, expect, test } from 'vitest'
import { readFilter } from '../../../../../../infra/local/services/lambda/event-sources/filter-criteria.ts'

function filterOf(...patterns: object[]) {
  return readFilter({ Filters: patterns.map((pattern) => ({ Pattern: JSON.stringify(pattern) })) })
}

function record(eventName: string, pk: unknown) {
  return { eventName, dynamodb: { Keys: { pk: { S: pk } } } }
}

describe('a filter', () => {
  test('passes every record when there is none', () => {
    expect(readFilter()(record('INSERT', 'USER#1'))).toBe(true)
    expect(readFilter({})({})).toBe(true)
  })

  const keys = (rule: unknown) => ({ dynamodb: { Keys: { pk: { S: [rule] } } } })

  test.each([
    ['equals', { eventName: ['INSERT'] }, record('INSERT', 'x'), record('MODIFY', 'x')],
    ['prefix', keys({ prefix: 'PURGE#' }), record('INSERT', 'PURGE#1'), record('INSERT', 'USER#1')],
    ['prefix of a text', keys({ prefix: '' }), record('INSERT', 'x'), record('INSERT', 1)],
    ['suffix', keys({ suffix: '#1' }), record('INSERT', 'PURGE#1'), record('INSERT', 'PURGE#2')],
    ['exists', keys({ exists: true }), record('INSERT', 'x'), { eventName: 'INSERT' }],
    ['exists not', keys({ exists: false }), { dynamodb: null }, record('INSERT', 'x')],
    ['anything-but', keys({ 'anything-but': ['a'] }), record('INSERT', 'b'), record('INSERT', 'a')],
    ['anything-but of nothing', keys({ 'anything-but': 'a' }), record('INSERT', 'b'), {}],
    ['null', keys(null), record('INSERT', null), record('INSERT', 'null')],
  ])('supports %s', (_, pattern, passing, other) => {
    expect(filterOf(pattern)(passing)).toBe(true)
    expect(filterOf(pattern)(other)).toBe(false)
  })

  test('passes a record that matches all keys of a pattern, one rule of each list, and one pattern', () => {
    const passes = filterOf(
      { eventName: ['INSERT', 'MODIFY'], dynamodb: { Keys: { pk: { S: [{ prefix: 'A' }] } } } },
      { eventName: ['REMOVE'] },
    )
    expect(passes(record('MODIFY', 'A1'))).toBe(true)
    expect(passes(record('MODIFY', 'B1'))).toBe(false)
    expect(passes(record('REMOVE', 'B1'))).toBe(true)
  })

  test.each([
    [{ a: [{ numeric: ['>', 1] }] }],
    [{ a: [{ prefix: 'a', suffix: 'b' }] }],
    [{ a: 'b' }],
  ])('refuses %j, which is not supported', (pattern) => {
    expect(() => filterOf(pattern)).toThrow('is not supported locally')
  })
})
