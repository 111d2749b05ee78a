import * as fc from 'fast-check'
import * as z from 'zod'

/** A JSON value. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

interface Schema {
  readonly type?: string | readonly string[]
  readonly const?: Json
  readonly enum?: readonly Json[]
  readonly anyOf?: readonly Schema[]
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
}

const MAX_LENGTH = 40

/** Values that a contract allows, as far as JSON Schema expresses it. */
export function keepingTo(contract: z.core.$ZodType): fc.Arbitrary<Json> {
  return toArbitrary(z.toJSONSchema(contract, { io: 'input', unrepresentable: 'any' }) as Schema)
}

function toArbitrary(schema: Schema): fc.Arbitrary<Json> {
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map(toArbitrary))
  if (Array.isArray(schema.type)) {
    return fc.oneof(...schema.type.map((type: string) => toArbitrary({ ...schema, type })))
  }
  switch (schema.type) {
    case 'object':
      return toObject(schema)
    case 'string':
      return toText(schema)
    case 'integer':
      return fc.integer({ min: schema.minimum ?? 0, max: Math.min(schema.maximum ?? 100, 2 ** 31) })
    case 'null':
      return fc.constant(null)
    default:
      return fc.jsonValue() as fc.Arbitrary<Json>
  }
}

function toObject({ properties = {}, required = [] }: Schema): fc.Arbitrary<Json> {
  const parts: Record<string, fc.Arbitrary<Json>> = Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [name, toArbitrary(schema)]),
  )
  return fc.record(parts, { requiredKeys: [...required] })
}

function toText({ pattern, minLength = 0, maxLength = MAX_LENGTH }: Schema): fc.Arbitrary<string> {
  if (pattern) return fc.stringMatching(new RegExp(pattern))
  return fc.string({ minLength, maxLength: Math.min(maxLength, MAX_LENGTH), unit: 'grapheme' })
}
