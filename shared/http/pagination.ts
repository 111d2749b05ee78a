import * as z from 'zod/mini'

/** The position of a page, returned beside `data` in the V1 envelope. Never encrypted. */
export const pagination = z.object({
  /** Resumes after the page's last row, also when there are no more rows yet. */
  next_cursor: z.nullable(z.string()),
  /** Always null: pages only go forward. */
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
