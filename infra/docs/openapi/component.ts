import * as z from 'zod'

/** What is said of a schema. */
interface Meta {
  readonly description: string
  /** Its name in the document. */
  readonly id?: string
  /** Keywords that take the place of those which zod tells; undefined takes one away. */
  readonly override?: object
  /** Of a parameter: a value for a good first try. */
  readonly param?: { readonly example: unknown }
}

type Shape<S extends z.core.$ZodObject> = S['_zod']['def']['shape']

/** What is said of each field of an object: none can be forgotten. */
type FieldTexts<S extends z.core.$ZodObject> = Readonly<Record<keyof Shape<S>, string | Meta>>

/**
 * Gives an object schema a name in the document, and its fields a description each. Said here and
 * not by `.meta()` in the contract, where every Lambda would carry the prose.
 */
export function component<S extends z.core.$ZodObject>(
  id: string,
  schema: S,
  description: string,
  fields: FieldTexts<S>,
): void {
  add(schema, { id, description })
  describeFields(schema, fields)
}

/** Describes the fields of an object that is no component: parameters. */
export function describeFields<S extends z.core.$ZodObject>(
  schema: S,
  fields: FieldTexts<S>,
): void {
  for (const [name, text] of Object.entries<string | Meta>(fields)) {
    const field = schema._zod.def.shape[name]
    if (field) add(field, typeof text === 'string' ? { description: text } : text)
  }
}

function add(schema: z.core.$ZodType, meta: Meta): void {
  // What the contract says by itself stays.
  z.globalRegistry.add(schema, { ...z.globalRegistry.get(schema), ...(meta as z.GlobalMeta) })
}
