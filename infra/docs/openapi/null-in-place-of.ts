import * as z from 'zod'

/**
 * Makes the schema of a field that is always null. Generators do not compile a field of the type `null` alone, so it
 * also gets the type that it would have with a value.
 */
export function nullInPlaceOf(type: 'object' | 'string', description: string) {
  return z.null().meta({ description, override: { type: [type, 'null'], const: null } })
}
