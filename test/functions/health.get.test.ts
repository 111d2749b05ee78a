import { describe, expect, test } from 'vitest'
import { expectSuccess } from '../support/answers.ts'
import { drivers } from '../support/drivers.ts'

describe.each(drivers)('GET /health over $name', (driver) => {
  test('succeeds without a token', async () => {
    const response = await driver.call({ method: 'GET', path: '/health' })
    expect(expectSuccess(response)).toEqual({ message: 'OK' })
  })
})
