import type { oas31 } from 'zod-openapi'

/** A part of a document: an object of JSON. */
type Json = Record<string, unknown>

const NOTICE = `
This is the same API in OpenAPI 3.0, for generators that do not read 3.1. It leaves out encrypted responses:
a client of this document cannot read them. openapi.json has them.
`.trim()
const LICENSE_URL = 'https://opensource.org/license/mit'
const SCHEMAS = '#/components/schemas/'

/** Makes the OpenAPI 3.0 variant of the 3.1 document, without the encrypted form of the responses. */
export function toOpenApi30(document: object): object {
  const { info, components, ...rest } = document as oas31.OpenAPIObject
  const all = (components?.schemas ?? {}) as Record<string, Json>
  const plain = Object.entries(all).filter(([name]) => !/Encrypted/.test(name))
  const schemas = Object.fromEntries(plain)
  const converted = convert({ ...rest, components: { ...components, schemas } }, schemas) as Json
  return {
    ...withoutUnused(converted),
    openapi: '3.0.3',
    info: {
      ...info,
      description: `${NOTICE}\n\n${withoutEncryption(info.description ?? '')}`,
      license: { name: info.license?.name, url: LICENSE_URL },
    },
  }
}

/** Leaves out the components to which nothing refers, because `toUnion` has copied them. */
function withoutUnused(document: Json): Json {
  const text = JSON.stringify(document)
  const { schemas, ...others } = document.components as Record<string, Json>
  const used = Object.entries(schemas ?? {}).filter(([name]) =>
    text.includes(`"${SCHEMAS}${name}"`),
  )
  return { ...document, components: { schemas: Object.fromEntries(used), ...others } }
}

function withoutEncryption(description: string): string {
  return description
    .split('\n\n')
    .filter((paragraph) => !paragraph.startsWith('**Encryption.**'))
    .join('\n\n')
}

/** Converts all schemas at any depth. Examples stay as they are, without the encrypted ones. */
function convert(value: unknown, schemas: Record<string, Json>, key = ''): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((one) => convert(one, schemas))
  const entries = Object.entries(value)
  if (key === 'examples') return Object.fromEntries(entries.filter(([one]) => one !== 'encrypted'))
  const converted = entries.map(([name, one]) => [name, convert(one, schemas, name)] as const)
  const copy: Json = Object.fromEntries(converted)
  // A field may have the name of a keyword.
  return key === 'properties' ? copy : toSchema30(copy, schemas)
}

/**
 * Replaces the keywords that only 3.1 has, and leaves out titles, which repeat names.
 * Objects that are not schemas stay as they are.
 */
function toSchema30(
  { title, type, const: constant, enum: values, anyOf, oneOf, contentMediaType, ...schema }: Json,
  schemas: Record<string, Json>,
): Json {
  const allowed = constant == null ? values : [constant]
  return {
    ...toType(type),
    ...(Array.isArray(anyOf) && toUnion(anyOf, schemas)),
    // Linters do not see that ranges of integers exclude each other, as `oneOf` requires.
    ...(Array.isArray(oneOf) && { anyOf: oneOf }),
    ...schema,
    ...(Array.isArray(allowed) && toEnum(allowed)),
    // Refers to the plain form of a response, where 3.1 refers to the union of the plain and the encrypted form.
    ...(typeof schema.$ref === 'string' && { $ref: schema.$ref.replace(/OrEncrypted$/, '') }),
  }
}

function toType(type: unknown): Json {
  if (!Array.isArray(type)) return type === undefined ? {} : { type }
  return { type: type.find((one) => one !== 'null'), nullable: true }
}

/** Turns an enum of integers into a range: clients for Kotlin send the members of such an enum as strings. */
function toEnum(values: readonly unknown[]): Json {
  const sorted = values
    .filter(Number.isInteger)
    .map(Number)
    .sort((one, other) => one - other)
  const [minimum, maximum] = [sorted.at(0), sorted.at(-1)]
  if (minimum === undefined || maximum === undefined) return { enum: values }
  if (maximum - minimum !== sorted.length - 1) throw new Error(`${values} is not a range`)
  return { minimum, maximum }
}

/**
 * Describes a union of several types by its first type alone, because generators make an empty class of a union.
 * Copies a component, because only a schema with a type may be nullable.
 */
function toUnion([first, ...others]: readonly Json[], schemas: Record<string, Json>): Json {
  const { $ref, ...inline } = first ?? {}
  const title = String($ref).slice(SCHEMAS.length)
  const component = schemas[title] && { title, ...(convert(schemas[title], schemas) as Json) }
  const nullable = others.some(({ type }) => type === 'null') && { nullable: true }
  return { ...(component ?? inline), ...nullable }
}
