import { readFile } from 'node:fs/promises'
import { createConfig, lintFromString } from '@redocly/openapi-core'

/** The parts of docs/openapi.json that tests read. */
export interface OpenApi {
  info: { description: string }
  paths: Record<string, Record<string, Operation>>
  components: Record<string, Record<string, unknown>>
}

/** The operation of one route. */
export interface Operation {
  operationId: string
  tags: string[]
  security: object[]
  requestBody?: { content: Record<string, Media> }
  responses: Record<string, { $ref?: string; content?: Record<string, Media> }>
}

/** A schema with its examples. */
export interface Media {
  schema: object
  examples?: Record<string, { value: unknown }>
}

export const OPENAPI_FILE = new URL('../../docs/openapi.json', import.meta.url)

/** Reads docs/openapi.json. The test may change the result. */
export async function readOpenApi(): Promise<OpenApi> {
  return JSON.parse(await readFile(OPENAPI_FILE, 'utf8'))
}

/** Lints a document with Redocly: by its recommended rules, or by one rule. */
export async function lint(openApi: OpenApi, only?: string): Promise<string[]> {
  const config = await createConfig(
    only ? { rules: { [only]: 'error' } } : { extends: ['recommended'] },
  )
  const source = JSON.stringify(openApi)
  const problems = await lintFromString({ source, absoluteRef: OPENAPI_FILE.pathname, config })
  return problems.map(({ ruleId, message, location }) => {
    return `${location[0]?.pointer ?? ''} ${ruleId}: ${message}`
  })
}

/**
 * Checks the examples of a document by JSON Schema 2020-12. An unknown property is a problem here,
 * although clients must ignore unknown properties.
 */
export async function lintExamples(openApi: OpenApi): Promise<string[]> {
  return await lint(closed(openApi) as OpenApi, 'no-invalid-media-type-examples')
}

/** Allows no additional properties in any object schema. No schema here uses `allOf`. */
function closed(value: unknown, key = ''): unknown {
  if (typeof value !== 'object' || value === null || key === 'examples') return value
  if (Array.isArray(value)) return value.map((one) => closed(one))
  const copy = Object.fromEntries(Object.entries(value).map(([k, one]) => [k, closed(one, k)]))
  const isObjectSchema = copy.type === 'object' && copy.properties && key !== 'properties'
  return isObjectSchema ? { ...copy, additionalProperties: false } : copy
}

/** The operation of a route such as `PATCH /users/info`. */
export function operationOf(openApi: OpenApi, routeKey: string): Operation {
  const [method = '', path = ''] = routeKey.split(' ')
  const operation = openApi.paths[path]?.[method.toLowerCase()]
  if (!operation) throw new Error(`${routeKey} is not in the document`)
  return operation
}

/** All schemas with examples: of requests and of responses, shared ones included. */
export function allMedia(openApi: OpenApi): Media[] {
  const operations = Object.values(openApi.paths).flatMap((path) => Object.values(path))
  const responses = [
    ...operations.flatMap((operation) => Object.values(operation.responses)),
    ...(Object.values(openApi.components.responses ?? {}) as Operation['responses'][string][]),
  ]
  const requests = operations.flatMap(({ requestBody }) => requestBody ?? [])
  return [...requests, ...responses].flatMap(({ content = {} }) => Object.values(content))
}

/** The schema of a route's response with this status. Throws when the document has none. */
function responseSchema(openApi: OpenApi, routeKey: string, status: number): object {
  const response = operationOf(openApi, routeKey).responses[status]
  const name = response?.$ref?.split('/').at(-1) ?? ''
  const found = (openApi.components.responses?.[name] ?? response) as typeof response
  const schema = found?.content?.['application/json']?.schema
  if (!schema) throw new Error(`${routeKey} with ${status} is not in the document`)
  return schema
}

/** Checks a response of a route against the document. */
export async function lintResponse(
  openApi: OpenApi,
  routeKey: string,
  { status, body }: { status: number; body: unknown },
): Promise<string[]> {
  const schema = responseSchema(openApi, routeKey, status)
  const examples = { response: { value: body } }
  const content = { 'application/json': { schema, examples } }
  const operation = {
    operationId: 'it',
    tags: [],
    security: [],
    responses: { [status]: { content } },
  }
  return await lintExamples({ ...openApi, paths: { '/': { get: operation } } })
}
