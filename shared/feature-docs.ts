import type * as z from 'zod/mini'
import type { ApiError } from './errors.ts'

/**
 * The descriptions of a feature's fields and errors in docs/openapi.json. Each feature exports them as `docs`
 * from its `docs.ts`. Only infra/docs loads these files: no bundle contains them.
 */
export interface FeatureDocs {
  readonly schemas?: readonly SchemaDocs[]
  readonly errors?: readonly ErrorDocs[]
}

/** The description of an error. `error` is an instance, from which the document's example is made. */
export interface ErrorDocs {
  readonly error: ApiError
  /** When a client gets it, in Markdown. */
  readonly when: string
}

/** The description of an object schema. With an `id`, the schema becomes a named component of the document. */
export interface SchemaDocs {
  readonly schema: z.core.$ZodType
  readonly id?: string
  readonly description?: string
  readonly fields: FieldsDocs<unknown>
}

/** A description for each field of T. The compiler reports a field without a description. */
export type FieldsDocs<T> = { readonly [K in keyof T]-?: FieldDocs<T[K]> }

/**
 * A description in Markdown, alone or with details. Null for a field whose schema is a named component,
 * which has its own description.
 */
export type FieldDocs<T = unknown> = string | DetailedFieldDocs<T> | null

/** A description of a field, with details that the schema cannot express. */
export interface DetailedFieldDocs<T = unknown> {
  readonly description: string
  /** Descriptions of the inner fields, when the field is an object. */
  readonly fields?: FieldsDocs<NonNullable<T>>
  /** Query and header parameters only: a value to try. */
  readonly example?: unknown
  /** Documents the type after parsing, e.g. a number that a query contains as a string. @default false */
  readonly showsParsedType?: boolean
  /** JSON Schema keywords that replace the generated ones. Undefined removes a keyword. */
  readonly override?: Readonly<Record<string, unknown>>
}

/** Names an object schema as a component of the document, and describes it and its fields. */
export function describeComponent<S extends z.core.$ZodType>(
  id: string,
  schema: S,
  description: string,
  fields: FieldsDocs<z.input<S>>,
): SchemaDocs {
  return { id, schema, description, fields }
}

/** Describes the fields of an object schema that is not a component: the parameters of a route. */
export function describeFields<S extends z.core.$ZodType>(
  schema: S,
  fields: FieldsDocs<z.input<S>>,
): SchemaDocs {
  return { schema, fields }
}
