import { expect, test } from 'vitest'
import { estimate, median, pairedRatio, percentile } from './statistics.ts'

test('the median of an even number of values is the mean of the middle two', () => {
  expect(median([9, 1, 3])).toBe(3)
  expect(median([9, 1, 3, 5])).toBe(4)
})

test('a percentile is the value that this share of the values does not exceed', () => {
  const values = [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]
  expect(percentile(values, 0.5)).toBe(5)
  expect(percentile(values, 0.9)).toBe(9)
  expect(percentile([7], 0.9)).toBe(7)
  expect(percentile([], 0.9)).toBeNaN()
})

test('an estimate is the median, and its interval lies within the values', () => {
  expect(estimate([4])).toEqual({ value: 4, low: 4, high: 4 })
  const { value, low, high } = estimate([1, 2, 3, 4, 100])
  expect(value).toBe(3)
  expect(low).toBeGreaterThanOrEqual(1)
  expect(low).toBeLessThan(3)
  expect(high).toBeGreaterThan(3)
  expect(high).toBeLessThanOrEqual(100)
})

test('a ratio pairs the values of a round', () => {
  // The second round ran on a slow machine.
  expect(pairedRatio([2, 20, 4], [1, 10, 2])).toEqual({ value: 2, low: 2, high: 2 })
})
