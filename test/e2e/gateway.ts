import { describe, expect, test } from 'vitest'
import { expectError, expectSuccess } from '../support/responses.ts'
import { anonymously } from './people.ts'

describe('$default', () => {
  test('tells a path that does not exist', async () => {
    expectError(await anonymously('GET', '/users/nobody'), 404, 1003)
  })

  test('tells the methods that a path does have', async () => {
    const answer = await anonymously('PUT', '/users/info')
    expectError(answer, 405, 1004)
    expect(answer.headers.allow).toBe('PATCH')
  })
})

describe('GET /health', () => {
  test('succeeds without a token', async () => {
    expect(expectSuccess(await anonymously('GET', '/health'))).toEqual({ message: 'OK' })
  })
})
