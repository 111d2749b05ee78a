import { describe, expect, test } from 'vitest'
import { expectError } from '../support/answers.ts'
import { drivers } from '../support/drivers.ts'

describe.each(drivers)('$default over $name', (driver) => {
  test.each(['/', '/nothing', '/users/nothing', '/AUTH/ME', '/constructor', '/__proto__'])(
    'answers an enveloped 404 to %s',
    async (path) => {
      expectError(await driver.call({ method: 'GET', path }), 404, 1003)
    },
  )

  test('tells a wrong method from a wrong path', async () => {
    const answer = await driver.call({ method: 'PUT', path: '/app/api/v1/user' })
    expectError(answer, 405, 1004)
    expect(answer.headers.allow).toBe('GET, PATCH')
  })
})
