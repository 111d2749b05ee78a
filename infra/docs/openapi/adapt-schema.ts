import type { ZodOpenApiOverrideContext } from 'zod-openapi'

type JsonSchema = ZodOpenApiOverrideContext['jsonSchema']

/** Adapts a generated schema to what client generators need. */
export function adaptSchema({ jsonSchema, io }: ZodOpenApiOverrideContext): void {
  // Clients must accept fields that are added later.
  if (io === 'output' && jsonSchema.additionalProperties === false) {
    delete jsonSchema.additionalProperties
  }
  jsonSchema.anyOf &&= jsonSchema.anyOf.flatMap((one) => ('anyOf' in one && one.anyOf) || [one])
  if (jsonSchema.type === 'number' && isAllIntegers(jsonSchema.enum ?? [jsonSchema.const])) {
    jsonSchema.type = 'integer'
  }
  if (jsonSchema.type === 'integer') adaptInteger(jsonSchema)
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

function isAllIntegers(values: readonly unknown[]): boolean {
  return values.every(Number.isInteger)
}
