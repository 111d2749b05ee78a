import { type OpenApiDocument, resolveSchema, type Schema } from './document.ts'
import { type Html, html, markdown } from './html.ts'

/** Deeper fields are left out. The document's own are at most 5 deep. */
const MAX_DEPTH = 8

/** Lists the fields of an object, with type, limits and description; nested objects below their field. */
export function toFields(document: OpenApiDocument, schema: Schema, depth = 0): Html | undefined {
  const [first, ...others] = objectsOf(document, schema)
  if (!first || depth > MAX_DEPTH) return undefined
  if (others.length > 0) {
    const variants = [first, ...others].map(
      (one) => html`<li><b>${one.title ?? 'Or'}</b>${toFields(document, one, depth + 1)}</li>`,
    )
    return html`<ul class="fields">${variants}</ul>`
  }
  const { properties = {}, required = [] } = first
  const fields = Object.entries(properties).map(([name, field]) =>
    toField(document, { name, schema: field, isRequired: required.includes(name) }, depth),
  )
  return html`<ul class="fields">${fields}</ul>`
}

/** A named value: a field of an object, or a parameter. */
export interface Field {
  readonly name: string
  readonly schema: Schema
  readonly isRequired: boolean
  readonly description?: string
}

/** Shows one field. */
export function toField(document: OpenApiDocument, field: Field, depth = 0): Html {
  const { name, schema, isRequired } = field
  const description = field.description ?? resolveSchema(document, schema).description
  return html`<li><code>${name}</code> <span class="type">${typeOf(document, schema)}</span>
    ${isRequired ? html`<span class="required">required</span>` : undefined}
    ${description ? markdown(description) : undefined}
    ${toFields(document, schema, depth + 1)}</li>`
}

/** Returns the objects that a schema may be or contain: two for a response that may be encrypted. */
function objectsOf(document: OpenApiDocument, schema: Schema): Schema[] {
  const resolved = resolveSchema(document, schema)
  if (resolved.properties) return [resolved]
  if (resolved.items) return objectsOf(document, resolved.items)
  const { anyOf = [], oneOf = [] } = resolved
  return [...anyOf, ...oneOf].flatMap((option) => objectsOf(document, option))
}

/** Describes type and limits, e.g. `string, at most 254 characters, email`. */
function typeOf(document: OpenApiDocument, schema: Schema): string {
  const resolved = resolveSchema(document, schema)
  const parts = [nameOf(document, resolved), ...limitsOf(resolved)]
  return parts.filter((part) => part !== undefined).join(', ')
}

function nameOf(document: OpenApiDocument, schema: Schema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' or ')
  const options = schema.anyOf ?? schema.oneOf
  if (options) return options.map((option) => typeOf(document, option)).join(' or ')
  if (schema.items) return `array of ${typeOf(document, schema.items)}`
  return [schema.type ?? 'any'].flat().join(' or ')
}

function limitsOf(schema: Schema): (string | undefined)[] {
  const { minLength, maxLength, minimum, maximum, format, pattern } = schema
  return [
    rangeOf(minLength, maxLength, ' characters'),
    rangeOf(minimum, maximum),
    // Every integer has it, and no reader of this page needs it.
    format === 'int64' ? undefined : format,
    pattern === undefined ? undefined : `matches ${pattern}`,
    schema.default === undefined ? undefined : `default ${JSON.stringify(schema.default)}`,
  ]
}

function rangeOf(least?: number, most?: number, unit = ''): string | undefined {
  if (least !== undefined && most !== undefined) return `${least} to ${most}${unit}`
  if (most !== undefined) return `at most ${most}${unit}`
  if (least === undefined) return undefined
  return least === 1 && unit !== '' ? 'not empty' : `at least ${least}${unit}`
}
