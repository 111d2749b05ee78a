import { expect, test } from 'vitest'
import { toRows, withDescendants } from './memory.ts'

test('the memory of a process includes its descendants, and no other processes', () => {
  const rows = toRows(
    '    1     0  1000\n   20     1   200\n   30    20    30\n   31    30     4\n   40     1   50\n',
  )
  expect(withDescendants(rows, 20)).toEqual([
    { pid: 20, parent: 1, resident: 200 },
    { pid: 30, parent: 20, resident: 30 },
    { pid: 31, parent: 30, resident: 4 },
  ])
  expect(withDescendants(rows, 99)).toEqual([])
})
