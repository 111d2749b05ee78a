import { expect } from 'vitest'
import * as z from 'zod'
import { route } from '../../functions/users/mcq-daily/sync.get.ts'
import { pagination } from '../../shared/http/pagination.ts'
import type { Account } from './accounts.ts'
import type { ApiResponse } from './api-request.ts'

/** The query of GET /users/mcq-daily/sync besides the course. @default all days */
interface SyncQuery {
  sync_from_epoch_ms?: number
  next_cursor?: string | undefined
  limit?: number
}

/** Requests one page of course 1. */
export async function sync(
  account: Account,
  { sync_from_epoch_ms = 0, next_cursor, limit }: SyncQuery = {},
  headers: Record<string, string> = {},
): Promise<ApiResponse> {
  const query = new URLSearchParams({
    course_id: '1',
    sync_from_epoch_ms: String(sync_from_epoch_ms),
    ...(next_cursor !== undefined && { next_cursor }),
    ...(limit !== undefined && { limit: String(limit) }),
  })
  return await account.call({ method: 'GET', path: `/users/mcq-daily/sync?${query}`, headers })
}

/** Expects a page that matches its contract exactly. Returns its body. */
export function expectPage({ status, body }: ApiResponse) {
  expect(body).toEqual({
    status: 'success',
    is_data_encrypted: 0,
    data: z.array(z.strictObject(route.response.def.element.shape)).parse(body.data),
    error: null,
    app_actions: null,
    pagination: z.strictObject(pagination.shape).parse(body.pagination),
  })
  expect(status).toBe(200)
  return body
}
