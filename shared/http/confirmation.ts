import * as z from 'zod/mini'

/** The response of a route that returns no data. */
export const confirmation = z.object({ message: z.string() })
