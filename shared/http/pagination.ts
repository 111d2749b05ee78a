import * as z from 'zod/mini'

/** Where a page stands among all of them, as V1 tells it beside `data`; never encrypted. */
export const pagination = z.object({
  /** Resumes after the page's last row, also when there is nothing more yet. */
  next_cursor: z.nullable(z.string()),
  /** There is no way back. */
  prev_cursor: z.null(),
  limit: z.int(),
  has_more: z.boolean(),
})

export type Pagination = z.output<typeof pagination>

/** What the handler of a paginated route answers. */
export interface Page<T> {
  data: T
  pagination: Pagination
}
