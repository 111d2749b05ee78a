import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { toOpenApi30 } from '../../../../infra/docs/openapi/to-openapi-30.ts'
import { lint, lintExamples, type OpenApi, readOpenApi } from '../../../support/openapi.ts'

const FILE = new URL('../../../../docs/openapi-3.0.json', import.meta.url)
const text = await readFile(FILE, 'utf8')
const read = (): OpenApi => JSON.parse(text)

test('is up to date with the 3.1 document: otherwise run `npm run docs`', async () => {
  expect(`${JSON.stringify(toOpenApi30(await readOpenApi()), null, 2)}\n`).toBe(text)
})

test('passes all of Redocly’s recommended rules, and its examples match their schemas', async () => {
  expect(await lint(read())).toEqual([])
  expect(await lintExamples(read())).toEqual([])
})

test('has the operations of the 3.1 document', async () => {
  const operations = ({ paths }: OpenApi) =>
    Object.values(paths).flatMap((path) => Object.values(path).map((one) => one.operationId))
  expect(operations(read())).toEqual(operations(await readOpenApi()))
})

test('has no encrypted responses', () => {
  expect(text).not.toMatch(/EncryptedData|EncryptedResponse|OrEncrypted|"is_data_encrypted": 1/)
})

test('replaces the keywords of 3.1', () => {
  const { paths, ...rest } = toOpenApi30({
    openapi: '3.1.1',
    info: { title: 'It', version: '1', description: 'One.\n\n**Encryption.** Two.' },
    paths: {},
    components: {
      schemas: {
        Point: { type: 'object', properties: { x: { type: 'integer' } } },
        Line: {
          properties: {
            const: { type: ['integer', 'null'], enum: [2, 1, null] },
            one: { type: 'integer', const: 1 },
            kind: { type: 'string', const: 'line' },
            nothing: { type: ['string', 'null'], const: null },
            end: { anyOf: [{ $ref: '#/components/schemas/Point' }, { type: 'null' }] },
            width: { anyOf: [{ type: 'integer' }, { type: 'string' }, { type: 'null' }] },
            file: { type: 'string', contentMediaType: 'image/png', format: 'binary' },
          },
        },
        Lines: { oneOf: [{ $ref: '#/components/schemas/Line' }] },
        All: { items: { $ref: '#/components/schemas/Lines' } },
        Own: { items: { $ref: '#/components/schemas/All' } },
      },
    },
  }) as OpenApi & Record<string, unknown>
  expect(paths).toEqual({})
  expect(rest.openapi).toBe('3.0.3')
  expect(rest.info.description).toMatch(/^This is the same API in OpenAPI 3\.0.*One\.$/s)
  expect(rest.components.schemas).toMatchObject({
    Line: {
      properties: {
        const: { type: 'integer', nullable: true, minimum: 1, maximum: 2 },
        one: { type: 'integer', minimum: 1, maximum: 1 },
        kind: { type: 'string', enum: ['line'] },
        nothing: { type: 'string', nullable: true },
        end: { title: 'Point', type: 'object', nullable: true, properties: { x: {} } },
        width: { type: 'integer', nullable: true },
        file: { type: 'string', format: 'binary' },
      },
    },
  })
  expect(JSON.stringify(rest)).not.toMatch(/"const":"|contentMediaType|oneOf|"type":\[/)
})

test('refuses integers that are not a range', () => {
  const schemas = { Odd: { type: 'integer', enum: [1, 3] } }
  const info = { title: 'It', version: '1' }
  const document = { openapi: '3.1.1', info, paths: {}, components: { schemas } }
  expect(() => toOpenApi30(document)).toThrow('1,3 is not a range')
})
