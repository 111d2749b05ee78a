import { DeleteCommand } from '@aws-sdk/lib-dynamodb'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { usersKeys } from '../../../../shared/accounts/users-table.ts'
import { deleteStatsOf } from '../../../../shared/mcq-stats/mcq-stats-table.ts'
import { callAs } from '../../../support/accounts.ts'
import { APRIL_28, APRIL_29, attemptsOfDay, deliver } from '../../../support/attempts.ts'
import { direct, drivers } from '../../../support/drivers.ts'
import { openAccount } from '../../../support/open-account.ts'
import { stack, tables } from '../../../support/stack.ts'

// The example response of the V1 document (the specification of the V1 routes), for the user of that example.
const userId = '507f1f77bcf86cd799439011'
const documented = {
  status: 'success',
  is_data_encrypted: 0,
  data: [
    {
      id: '507f1f77bcf86cd799439011_1_1714348800000',
      day_start_epoch_ms: 1714348800000,
      first_attempt_total: 15,
      first_attempt_correct: 10,
      reattempt_total: 5,
      reattempt_correct: 4,
      overall_total: 20,
      overall_correct: 14,
    },
    {
      id: '507f1f77bcf86cd799439011_1_1714262400000',
      day_start_epoch_ms: 1714262400000,
      first_attempt_total: 8,
      first_attempt_correct: 6,
      reattempt_total: 2,
      reattempt_correct: 1,
      overall_total: 10,
      overall_correct: 7,
    },
  ],
  error: null,
  app_actions: null,
  pagination: {
    next_cursor:
      'eyJ1cGRhdGVkX2F0IjoxNzE0MzQ4ODAwMDAwLCJpZCI6IjUwN2YxZjc3YmNmODZjZDc5OTQzOTAxMV8xXzE3MTQyNjI0MDAwMDAifQ==',
    prev_cursor: null,
    limit: 50,
    has_more: false,
  },
}
const path = `/users/mcq-daily/sync?course_id=1&sync_from_epoch_ms=${APRIL_28}`
let token: string

beforeAll(async () => {
  // The stack may have the user of an earlier run.
  await deleteStatsOf(userId)
  const Key = usersKeys.profile(userId)
  await tables.send(new DeleteCommand({ TableName: stack.usersTableName, Key }))
  ;({ token } = await openAccount(direct, userId))
  const [ofApril29, ofApril28] = [
    attemptsOfDay(userId, APRIL_29, { total: 15, correct: 10 }, { total: 5, correct: 4 }),
    attemptsOfDay(userId, APRIL_28, { total: 8, correct: 6 }, { total: 2, correct: 1 }),
  ]
  // The cursor of the example contains the time when the second row, April 28, was written.
  vi.useFakeTimers({ toFake: ['Date'] })
  vi.setSystemTime(APRIL_29 - 1)
  await deliver(ofApril29)
  vi.setSystemTime(APRIL_29)
  await deliver(ofApril28)
  vi.useRealTimers()
})

describe.each(drivers)('the example of the document over $name', (driver) => {
  test('is returned exactly', async () => {
    const response = await callAs(driver, token)({ method: 'GET', path })
    expect(response.status).toBe(200)
    expect(JSON.stringify(response.body)).toBe(JSON.stringify(documented))
  })

  test('has a cursor with no more rows after it', async () => {
    const { next_cursor } = documented.pagination
    const next = `${path}&limit=50&next_cursor=${encodeURIComponent(next_cursor)}`
    const headers = { 'x-dev-time': '1714400300000' }
    const { body } = await callAs(driver, token)({ method: 'GET', path: next, headers })
    expect(body).toEqual({ ...documented, data: [] })
  })
})
