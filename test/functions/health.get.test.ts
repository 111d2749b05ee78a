import { describe, expect, test } from 'vitest'
import { drivers } from '../support/drivers.ts'
import { expectSuccess } from '../support/responses.ts'

describe.each(drivers)('GET /health over $name', (driver) => {
  test('succeeds without a token', async () => {
    const response = await driver.call({ method: 'GET', path: '/health' })
    expect(expectSuccess(response)).toEqual({ message: 'OK' })
  })
})
