import { describe, expect, test } from 'vitest'
import { isConflictOrThrottled } from '../../../shared/aws/errors.ts'

function cancelled(...codes: string[]): Error {
  const CancellationReasons = codes.map((Code) => ({ Code }))
  return Object.assign(new Error(), { name: 'TransactionCanceledException', CancellationReasons })
}

describe('a cancelled transaction', () => {
  test.each([
    ['TransactionConflict'],
    ['None', 'ThrottlingError'],
    ['ProvisionedThroughputExceeded', 'None'],
  ])('is worth another attempt: %s %s', (...codes) => {
    expect(isConflictOrThrottled(cancelled(...codes))).toBe(true)
  })

  test.each([
    ['ConditionalCheckFailed', 'TransactionConflict'],
    ['None', 'ValidationError'],
    ['ItemCollectionSizeLimitExceeded'],
    [],
  ])('would fail again: %s %s', (...codes) => {
    expect(isConflictOrThrottled(cancelled(...codes))).toBe(false)
  })
})

test('a single write that meets a transaction is worth another attempt, other errors are not', () => {
  const named = (name: string) => Object.assign(new Error(), { name })
  expect(isConflictOrThrottled(named('TransactionConflictException'))).toBe(true)
  expect(isConflictOrThrottled(named('ValidationException'))).toBe(false)
})
