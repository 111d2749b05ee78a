import { readFile } from 'node:fs/promises'
import { createConfig, lintFromString } from '@redocly/openapi-core'

/** The document as it is committed, in the parts that tests look at. */
export interface OpenApi {
  paths: Record<string, Record<string, Operation>>
  components: Record<string, Record<string, unknown>>
}

/** One route's. */
export interface Operation {
  operationId: string
  tags: string[]
  requestBody?: { content: Record<string, Media> }
  responses: Record<string, { $ref?: string; content?: Record<string, Media> }>
}

/** A schema and its examples. */
export interface Media {
  schema: object
  examples?: Record<string, { value: unknown }>
}

export const OPENAPI_FILE = new URL('../../docs/openapi.json', import.meta.url)

/** Reads the committed document anew, so that a test may change it. */
export async function readOpenApi(): Promise<OpenApi> {
  return JSON.parse(await readFile(OPENAPI_FILE, 'utf8'))
}

/** What is wrong with a document: where, and by which rule. Redocly's recommended rules unless told. */
export async function lint(openApi: OpenApi, only?: string): Promise<string[]> {
  const config = await createConfig(
    only ? { rules: { [only]: EXAMPLES_STRICT } } : { extends: ['recommended'] },
  )
  const source = JSON.stringify(openApi)
  const problems = await lintFromString({ source, absoluteRef: OPENAPI_FILE.pathname, config })
  return problems.map(({ ruleId, message, location }) => {
    return `${location[0]?.pointer ?? ''} ${ruleId}: ${message}`
  })
}

/** The rule that holds examples against their schemas, as JSON Schema 2020-12. */
export const EXAMPLES = 'no-invalid-media-type-examples'
// A property that the document does not know is wrong too.
const EXAMPLES_STRICT = { severity: 'error', allowAdditionalProperties: false } as const

/** The operation of a route, e.g. `PATCH /users/info`. */
export function operationOf(openApi: OpenApi, routeKey: string): Operation {
  const [method = '', path = ''] = routeKey.split(' ')
  const operation = openApi.paths[path]?.[method.toLowerCase()]
  if (!operation) throw new Error(`${routeKey} is not in the document`)
  return operation
}

/** Every schema with examples: of requests, and of responses, also of those that routes share. */
export function allMedia(openApi: OpenApi): Media[] {
  const operations = Object.values(openApi.paths).flatMap((path) => Object.values(path))
  const responses = [
    ...operations.flatMap((operation) => Object.values(operation.responses)),
    ...(Object.values(openApi.components.responses ?? {}) as Operation['responses'][string][]),
  ]
  const requests = operations.flatMap(({ requestBody }) => requestBody ?? [])
  return [...requests, ...responses].flatMap(({ content = {} }) => Object.values(content))
}

/** The schema of a route's answer with a status. Throws when the document knows no such answer. */
export function responseSchema(openApi: OpenApi, routeKey: string, status: number): object {
  const response = operationOf(openApi, routeKey).responses[status]
  const name = response?.$ref?.split('/').at(-1) ?? ''
  const found = (openApi.components.responses?.[name] ?? response) as typeof response
  const schema = found?.content?.['application/json']?.schema
  if (!schema) throw new Error(`${routeKey} with ${status} is not in the document`)
  return schema
}
