import { expect } from 'vitest'
import type { ApiResponse } from './api-request.ts'

/** Expects a V1 success. Returns its data. */
export function expectSuccess(response: ApiResponse, status = 200) {
  expect(response.body).toEqual({
    status: 'success',
    is_data_encrypted: 0,
    data: expect.anything(),
    error: null,
    app_actions: null,
  })
  expect(response.status).toBe(status)
  return response.body.data
}

/** Expects a V1 error in the complete envelope. Returns the error. */
export function expectError(response: ApiResponse, status: number, code: number) {
  expect(response.body).toEqual({
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
  expect(response.status).toBe(status)
  return response.body.error
}

/** Expects an error in the portal's envelope. */
export function expectPortalError(response: ApiResponse, status: number, message: string) {
  expect(response.body).toEqual({ error: { status, message } })
  expect(response.status).toBe(status)
}
