import type { ZodOpenApiOverrideContext } from 'zod-openapi'

type JsonSchema = ZodOpenApiOverrideContext['jsonSchema']

/** Adapts a generated schema to what client generators need. */
export function adaptSchema({ jsonSchema, io }: ZodOpenApiOverrideContext): void {
  // Clients must accept fields that are added later.
  if (io === 'output' && jsonSchema.additionalProperties === false) {
    delete jsonSchema.additionalProperties
  }
  // A nullable union is generated as a union within a union. This merges the two.
  jsonSchema.anyOf &&= jsonSchema.anyOf.flatMap((one) => ('anyOf' in one && one.anyOf) || [one])
  for (const one of jsonSchema.anyOf ?? []) adaptNumber(one as JsonSchema)
  adaptNumber(jsonSchema)
  mergeNull(jsonSchema)
}

/** Turns a number whose allowed values are all integers into an integer. */
function adaptNumber(jsonSchema: JsonSchema): void {
  const allowedValues = jsonSchema.enum ?? [jsonSchema.const]
  if (jsonSchema.type === 'number' && allowedValues.every(Number.isInteger)) {
    jsonSchema.type = 'integer'
  }
  if (jsonSchema.type === 'integer') adaptInteger(jsonSchema)
}

/**
 * Turns `anyOf: [a type, null]` into a type array, e.g. `type: [integer, null]`. From `anyOf`, generators would
 * make a class for the union. Does not change a union with a component (`$ref`), which has no type to merge.
 */
function mergeNull(jsonSchema: JsonSchema): void {
  const [one, other, ...more] = jsonSchema.anyOf ?? []
  if (!one || !other || more.length > 0) return
  if (!('type' in one && typeof one.type === 'string')) return
  if (!('type' in other && other.type === 'null')) return
  const { description = one.description } = jsonSchema
  delete jsonSchema.anyOf
  Object.assign(jsonSchema, one, { description, type: [one.type, 'null'] })
  if (one.enum) jsonSchema.enum = [...one.enum, null]
}

/** Replaces the limits of JavaScript's safe integers by `format: int64`. */
export function adaptInteger(jsonSchema: JsonSchema): void {
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) {
    delete jsonSchema.maximum
    // Without this format, generators for Kotlin and Java use 32 bits, too few for epoch milliseconds.
    jsonSchema.format = 'int64'
  }
}
