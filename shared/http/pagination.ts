import * as z from 'zod/mini'

/** The `pagination` of a page, which is returned beside `data` in the V1 envelope. Never encrypted. */
export const pagination = z.object({
  /** The cursor after the page's last row. Set also when there are no more rows yet. */
  next_cursor: z.nullable(z.string()),
  /** Always null, because clients can only page forward. */
  prev_cursor: z.null(),
  limit: z.int(),
  has_more: z.boolean(),
})

export type Pagination = z.output<typeof pagination>

/** What the handler of a paginated route returns. */
export interface Page<T> {
  data: T
  pagination: Pagination
}
