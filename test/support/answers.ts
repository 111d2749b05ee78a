import { expect } from 'vitest'
import type { ApiResponse } from './api-request.ts'

/** Expects a V1 success. Returns its data. */
export function expectSuccess(answer: ApiResponse, status = 200) {
  expect(answer.body).toEqual({
    status: 'success',
    is_data_encrypted: 0,
    data: expect.anything(),
    error: null,
    app_actions: null,
  })
  expect(answer.status).toBe(status)
  return answer.body.data
}

/** Expects a V1 error in the complete envelope. Returns the error. */
export function expectError(answer: ApiResponse, status: number, code: number) {
  expect(answer.body).toEqual({
    status: 'error',
    is_data_encrypted: 0,
    data: null,
    error: {
      code,
      message: expect.any(String),
      ...((code === 1006 || code === 2002) && { details: expect.any(Array) }),
    },
    app_actions: null,
  })
  expect(answer.status).toBe(status)
  return answer.body.error
}

/** Expects an error in the portal's envelope. */
export function expectSocietyError(answer: ApiResponse, status: number, message: string) {
  expect(answer.body).toEqual({ error: { status, message } })
  expect(answer.status).toBe(status)
}
