import * as z from 'zod'
import { unwrapZodObject } from 'zod-openapi/api'
import type { FieldDocs, SchemaDocs } from '../../../shared/feature-docs.ts'
import type { Route } from '../../../shared/http/define-route.ts'
import type { RouteDocs } from '../../../shared/http/describe-route.ts'
import { adaptInteger } from './adapt-schema.ts'
import { toComponentName } from './component-names.ts'

/** Stores the descriptions of schemas in zod's global registry, where zod-openapi reads them. */
export function registerSchemas(schemas: readonly SchemaDocs[]): void {
  for (const { schema, id, description } of schemas) if (id) addMeta(schema, { id, description })
  for (const { schema, fields } of schemas) registerFields(schema, fields)
}

/** Stores the descriptions of a response whose schema belongs to one route. */
export function registerResponse({ response, summary }: Route, docs: RouteDocs): void {
  const { operationId, fields } = docs
  if (!fields) return
  const id = `${toComponentName(operationId)}Data`
  registerSchemas([{ schema: response, id, description: `${summary}: the data.`, fields }])
}

function registerFields(schema: z.core.$ZodType, fields: SchemaDocs['fields']): void {
  const { shape } = toObject(schema)._zod.def
  for (const [name, docs] of Object.entries<FieldDocs>(fields)) {
    const field = shape[name]
    if (!field) throw new Error(`The docs describe a field "${name}" that the schema does not have`)
    if (docs === null) continue
    const { description, example, override, showsParsedType, fields: inner } = withDetails(docs)
    requireSameDescription(field, name, description)
    addMeta(field, {
      description,
      ...(example !== undefined && { param: { example } }),
      override: { ...(showsParsedType && outputOf(field)), ...override },
    })
    if (inner) registerFields(field, inner)
  }
}

/** Features share schemas, and a schema has one description. */
function requireSameDescription(field: z.core.$ZodType, name: string, description: string): void {
  const { description: known = description } = z.globalRegistry.get(field) ?? {}
  if (known !== description) {
    throw new Error(`The schema of "${name}" is described twice: "${known}" and "${description}"`)
  }
}

function withDetails(docs: NonNullable<FieldDocs>) {
  return typeof docs === 'string' ? { description: docs } : docs
}

/** The object schema that an optional, nullable or parsed field wraps. */
function toObject(schema: z.core.$ZodType): z.core.$ZodObject {
  return schema instanceof z.core.$ZodOptional || schema instanceof z.core.$ZodNullable
    ? toObject(schema._zod.def.innerType)
    : unwrapZodObject(schema as z.core.$ZodTypes, 'input', [])
}

/** JSON Schema keywords of the parsed value. Drops `pattern`, which describes the unparsed text. */
function outputOf(field: z.core.$ZodType): Readonly<Record<string, unknown>> {
  const { $schema, ...output } = z.toJSONSchema(field, { io: 'output' })
  if (output.type === 'integer') adaptInteger(output)
  return { ...output, pattern: undefined }
}

function addMeta(schema: z.core.$ZodType, meta: z.GlobalMeta): void {
  // Keep the metadata that the contract itself sets, such as `maxLength`.
  z.globalRegistry.add(schema, { ...z.globalRegistry.get(schema), ...meta })
}
