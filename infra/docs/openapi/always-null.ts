import * as z from 'zod'

/**
 * A field that is always null. Generators do not compile a field of the type `null` alone, so it gets
 * the type that it would have with a value.
 */
export function alwaysNull(type: 'object' | 'string', description: string) {
  return z.null().meta({ description, override: { type: [type, 'null'], const: null } })
}
