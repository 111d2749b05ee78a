import type * as z from 'zod/mini'

/** Parses and validates the JSON body of a queue's message. A body that is not JSON fails as a whole. */
export function parseMessage<M>(schema: z.ZodMiniType<M>, body: string) {
  return schema.safeParse(parseJson(body))
}

/** Returns the names of a message's invalid fields, never their values. An empty name means the whole message. */
export function invalidFields(error: z.core.$ZodError): string[] {
  return error.issues.map(({ path }) => path.join('.'))
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
