import * as z from 'zod'

/**
 * Makes the schema of a field that is always null. A generated client with a field of the type `null` alone does not
 * compile. So the schema also has the type that a value would have.
 */
export function nullInPlaceOf(type: 'object' | 'string', description: string) {
  return z.null().meta({ description, override: { type: [type, 'null'], const: null } })
}
