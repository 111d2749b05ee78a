import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { generateApiTypes } from '../../../../infra/client/generate-api-types.ts'
import { loadRouteDocs } from '../../../../infra/docs/openapi/load-route-docs.ts'
import { toOpenApi } from '../../../../infra/docs/openapi/openapi-document.ts'
import {
  registerResponse,
  registerSchemas,
} from '../../../../infra/docs/openapi/register-schemas.ts'
import { errorsOf } from '../../../../infra/docs/openapi/route-errors.ts'
import { loadFunctions } from '../../../../infra/functions/load-functions.ts'
import { describeFields } from '../../../../shared/feature-docs.ts'
import type { Route } from '../../../../shared/http/define-route.ts'
import type { RouteDocs } from '../../../../shared/http/describe-route.ts'
import {
  allMedia,
  lint,
  lintExamples,
  OPENAPI_FILE,
  operationOf,
  readOpenApi,
} from '../../../support/openapi.ts'

const functions = await loadFunctions()
const routes = functions.routes.filter(({ routeKey }) => routeKey !== '$default')
const text = await readFile(OPENAPI_FILE, 'utf8')

test('is up to date with the contracts: otherwise run `npm run docs`', async () => {
  expect(`${JSON.stringify(await toOpenApi(functions), null, 2)}\n`).toBe(text)
})

test('the client’s types are up to date: otherwise run `npm run docs`', async () => {
  const file = new URL('../../../../infra/client/api-types.ts', import.meta.url)
  expect(await generateApiTypes(text)).toBe(await readFile(file, 'utf8'))
})

test('passes all of Redocly’s recommended rules without a warning', async () => {
  expect(await lint(await readOpenApi())).toEqual([])
})

test('names the schema of every body, so that generators need not invent names', async () => {
  const media = allMedia(await readOpenApi())
  const schemas = media.map(({ schema }) => schema)
  const inline = schemas.filter((schema) => !('$ref' in schema))
  // The form of the picture upload.
  expect(inline).toEqual([expect.objectContaining({ required: ['file'] })])
})

test('titles the forms of a response with their names, for which Java clients name methods', async () => {
  const { schemas } = (await readOpenApi()).components
  const names = [
    'MeResponse',
    'EncryptedResponse',
    'SyncMcqDailyStatsResponse',
    'EncryptedPageResponse',
  ]
  for (const name of names) expect(schemas?.[name]).toMatchObject({ title: name })
})

test('describes a nullable value by its type, and only a component by a union with null', async () => {
  const unions = [...findAll(await readOpenApi(), 'anyOf')]
  expect(unions.filter(({ length }) => length === 2)).toEqual([
    [{ $ref: '#/components/schemas/ProfilePicture' }, { type: 'null' }],
  ])
})

test('marks the uploaded file as binary in both ways', async () => {
  const { requestBody } = operationOf(await readOpenApi(), 'POST /users/profile-picture')
  expect(requestBody?.content['multipart/form-data']?.schema).toMatchObject({
    properties: { file: { format: 'binary', contentMediaType: 'application/octet-stream' } },
  })
})

test('has an example for every parameter, except for the cursor, which only the API can make', async () => {
  const { paths } = await readOpenApi()
  const bare = [...findAll(paths, 'parameters')].flat().filter((one) => !('example' in one))
  expect(bare).toEqual([expect.objectContaining({ name: 'next_cursor' })])
})

test('refuses two descriptions of one schema', () => {
  const name = z.string()
  const describe = (description: string) =>
    describeFields(z.object({ name }), { name: description })
  expect(() => registerSchemas([describe('One.'), describe('Two.')])).toThrow(
    'The schema of "name" is described twice: "One." and "Two."',
  )
})

test('makes a component of a response that its route describes', () => {
  const response = z.object({ first_name: z.string() })
  const route = { ...routes[0]?.contract, summary: 'Read the name', response } as Route
  const fields = { first_name: 'Never empty.' }
  const docs = { operationId: 'getName', tag: 'Profile', description: '', response: {}, fields }
  registerResponse(route, docs as RouteDocs)
  expect(z.globalRegistry.get(response)).toMatchObject({ id: 'GetNameData' })
  expect(z.globalRegistry.get(response.shape.first_name)?.description).toBe('Never empty.')
})

test('says how lengths are counted, and that background_info is trimmed before', async () => {
  const { info, components } = await readOpenApi()
  expect(info.description).toMatch(
    /counted in code points, after white space at both ends is\sremoved/,
  )
  const description = expect.stringContaining('The maximum length applies after trimming')
  expect(components.schemas?.UserInfoUpdate).toMatchObject({
    properties: { background_info: { maxLength: 1000, description } },
  })
})

test.each([
  ['POST /users/send-phone-otp', 'an OTP of 6 digits'],
  ['POST /auth/forgot-password', 'an OTP of 8 digits'],
])('says of %s that it sends %s', async (routeKey, text) => {
  expect(operationOf(await readOpenApi(), routeKey)).toMatchObject({
    description: expect.stringContaining(text),
  })
})

test('promises no `details` of the portal’s errors, which have none', async () => {
  const { paths } = await readOpenApi()
  const portal = paths['/app/api/v1/user']?.patch?.responses['400']
  expect(JSON.stringify(portal)).toContain('1006 VALIDATION_FAILED')
  expect(JSON.stringify(paths['/app/api/v1/user'])).not.toContain('details')
})

test('says which errors come from API Gateway, without envelope and retry-after', async () => {
  const { info } = await readOpenApi()
  const paragraph = info.description
    .split('\n\n')
    .find((one) => one.includes("API Gateway's own errors"))
  expect(paragraph).toContain('400 (a path or query that is not valid)')
  expect(paragraph).toMatch(/413 \(a body over 6 MB if it is text, else over\s4\.5 MB\)/)
  expect(paragraph).toMatch(/429 .* no `retry-after` header/s)
})

describe.each(routes)('$routeKey', (loaded) => {
  const { routeKey, contract } = loaded
  test('is documented with a name, a tag, examples, and a token where it requires one', async () => {
    const openApi = await readOpenApi()
    const operation = operationOf(openApi, routeKey)
    expect(operation).toMatchObject({
      operationId: expect.stringMatching(/^[a-z][a-zA-Z]+$/),
      tags: [expect.any(String)],
      description: expect.any(String),
      security: contract.authentication === 'none' ? [] : [{ accessToken: [] }],
    })
    const [body] = Object.values(operation.requestBody?.content ?? {})
    expect(body?.examples !== undefined).toBe(contract.body !== undefined)
    expect(Object.keys(operation.responses)).toContain(String(contract.status ?? 200))
  })

  test('is documented with an example of every error that it can return', async () => {
    const openApi = await readOpenApi()
    const { responses } = operationOf(openApi, routeKey)
    for (const { error } of errorsOf(contract, await loadRouteDocs(loaded))) {
      const { statusCode, body } = contract.envelope.failure(error)
      const { $ref = '', content } = responses[statusCode] ?? {}
      const shared = openApi.components.responses?.[$ref.split('/').at(-1) ?? '']
      const media = ((shared ?? { content }) as { content?: typeof content }).content
      const examples = Object.values(media?.['application/json']?.examples ?? {})
      expect(examples.map(({ value }) => value)).toContainEqual(body)
    }
  })
})

/** Every list with this key, at any depth. */
function* findAll(value: unknown, key: string): Generator<object[]> {
  if (typeof value !== 'object' || value === null) return
  for (const [name, one] of Object.entries(value)) {
    if (name === key && Array.isArray(one)) yield one
    yield* findAll(one, key)
  }
}

type Described = Record<string, Record<string, object>>

/** The fields and parameters without a description, at any depth. */
function bareFields(value: unknown, path: string): string[] {
  if (typeof value !== 'object' || value === null) return []
  const { properties = {}, parameters = {} } = value as Described
  const named = [...Object.entries(properties), ...Object.entries(parameters)]
  const bare = named.filter(([, field]) => !('description' in field || '$ref' in field))
  const inner = Object.entries(value).filter(([key]) => key !== 'examples')
  return [
    ...bare.map(([name]) => `${path}.${name}`),
    ...inner.flatMap(([key, one]) => bareFields(one, `${path}.${key}`)),
  ]
}

test('every field of a component and every parameter is described', async () => {
  const { paths, components } = await readOpenApi()
  const operations = Object.values(paths).flatMap((path) => Object.values(path))
  const parameters = operations.map((operation) => ({
    parameters: (operation as { parameters?: object }).parameters,
  }))
  expect(bareFields(components.schemas, 'schemas')).toEqual([])
  expect(bareFields(parameters, 'parameters')).toEqual([])
})

/** Copies of a value, each with a different leaf replaced by a value that no schema allows. */
function spoilt(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [{ 'not-in': 'any schema' }]
  const entries = Object.entries(value)
  const copy = (key: string, inner: unknown) =>
    Array.isArray(value) ? value.with(Number(key), inner) : { ...value, [key]: inner }
  return entries.flatMap(([key, inner]) => spoilt(inner).map((one) => copy(key, one)))
}

describe('examples', () => {
  test('match their schemas, without unknown properties', async () => {
    expect(await lintExamples(await readOpenApi())).toEqual([])
  })

  test('are refused when any single value is wrong', async () => {
    const openApi = await readOpenApi()
    const names: string[] = []
    for (const media of allMedia(openApi)) {
      const values = Object.values(media.examples ?? {}).flatMap(({ value }) => spoilt(value))
      media.examples = {}
      for (const value of values) {
        const name = `spoilt-${names.length}`
        names.push(name)
        media.examples[name] = { value }
      }
    }
    const problems = await lintExamples(openApi)
    const refused = new Set(problems.map((problem) => /spoilt-\d+/.exec(problem)?.[0]))
    expect(names.length).toBeGreaterThan(300)
    expect(names.filter((name) => !refused.has(name))).toEqual([])
  })
})
