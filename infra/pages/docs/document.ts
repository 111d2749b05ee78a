/** The parts of an OpenAPI 3.1 document that the page shows. */
export interface OpenApiDocument {
  readonly info: { readonly title: string; readonly version: string; readonly description: string }
  readonly tags: readonly { readonly name: string; readonly description: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>
    readonly responses: Readonly<Record<string, Response>>
  }
}

/** A route. */
export interface Operation {
  readonly operationId: string
  readonly tags: readonly string[]
  readonly summary: string
  readonly description?: string
  readonly security?: readonly object[]
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly content: Content }
  readonly responses: Readonly<Record<string, Response | Reference>>
}

export interface Parameter {
  readonly in: string
  readonly name: string
  readonly schema: Schema
  readonly required?: boolean
  readonly description?: string
  readonly example?: unknown
}

export interface Response {
  readonly description: string
  readonly content?: Content
}

/** Schema and examples by content-type. */
type Content = Readonly<Record<string, Media>>

export interface Media {
  readonly schema: Schema
  readonly examples?: Readonly<Record<string, Example>>
}

export interface Example {
  readonly summary?: string
  readonly value: unknown
}

interface Reference {
  readonly $ref: string
}

/** The keywords of JSON Schema that the document uses. */
export interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly title?: string
  readonly description?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly allOf?: readonly Schema[]
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly default?: unknown
  readonly format?: string
  readonly pattern?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
}

/** Returns the schema to which a reference or `allOf` points, with the keywords beside it. */
export function resolveSchema(document: OpenApiDocument, schema: Schema): Schema {
  const { $ref, allOf = [], ...own } = schema
  const referred = $ref === undefined ? [] : [find(document.components.schemas, $ref)]
  const parts = [...referred, ...allOf].map((part) => resolveSchema(document, part))
  const properties = Object.assign({}, ...[...parts, own].map((part) => part.properties))
  const required = [...parts, own].flatMap((part) => part.required ?? [])
  const merged: Schema = Object.assign({}, ...parts, own)
  return Object.keys(properties).length > 0 ? { ...merged, properties, required } : merged
}

/** Returns a response, or the one to which a reference points. */
export function resolveResponse(
  document: OpenApiDocument,
  response: Response | Reference,
): Response {
  return '$ref' in response ? find(document.components.responses, response.$ref) : response
}

/** @throws Error that names a reference to nothing. */
function find<T>(components: Readonly<Record<string, T>>, reference: string): T {
  const found = components[reference.slice(reference.lastIndexOf('/') + 1)]
  if (!found) throw new Error(`The document has no ${reference}`)
  return found
}
