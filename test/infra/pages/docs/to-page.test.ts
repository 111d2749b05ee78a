import { readdir, readFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import type { OpenApiDocument, Operation, Schema } from '../../../../infra/pages/docs/document.ts'
import { toPage } from '../../../../infra/pages/docs/to-page.ts'
import { readOpenApi } from '../../../support/openapi.ts'

describe('the page of docs/openapi.json', () => {
  let openApi: OpenApiDocument
  let page: string
  beforeAll(async () => {
    openApi = (await readOpenApi()) as unknown as OpenApiDocument
    page = toPage(openApi)
  })

  test('has a section and a link for each route', () => {
    const operations = Object.values(openApi.paths).flatMap((path) => Object.values(path))
    expect(operations.length).toBeGreaterThan(15)
    for (const { operationId } of operations) {
      expect(page.split(`id="${operationId}"`)).toHaveLength(2)
      expect(page).toContain(`<a href="#${operationId}">`)
    }
  })

  test('names every parameter, every field of a request or a successful response, and every error', () => {
    const names = new Set<string>()
    const collect = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return
      for (const name of Object.keys((value as Schema).properties ?? {})) names.add(name)
      for (const one of Object.values(value)) collect(one)
    }
    collect(openApi.paths)
    collect(openApi.components.schemas)
    for (const path of Object.values(openApi.paths)) {
      for (const { parameters = [] } of Object.values(path)) {
        for (const { name } of parameters) names.add(name)
      }
    }
    // A field of an error's `details`. Only examples show it.
    names.delete('path')
    expect(names.size).toBeGreaterThan(60)
    const shown = [...names].filter((name) => !page.includes(`<code>${name}</code>`))
    expect(shown).toEqual([])
    const errors = JSON.stringify(openApi).match(/(?<=\*\*)\d{4} \w+(?=\*\*)/g) ?? []
    expect(errors.length).toBeGreaterThan(15)
    for (const error of errors) expect(page).toContain(error)
  })

  test('has no script, style or handler in the text', () => {
    expect(page.match(/<script[^>]*>/g)).toEqual(['<script type="module" src="/docs/page.js">'])
    expect(page).not.toMatch(/<style|\sstyle=|\son\w+=/)
  })
})

test('page and files are smaller than 35 kB when compressed', async () => {
  const folder = new URL('../../../../infra/pages/docs/page/', import.meta.url)
  const files = await Promise.all(
    (await readdir(folder)).map((name) => readFile(new URL(name, folder))),
  )
  const page = toPage((await readOpenApi()) as unknown as OpenApiDocument)
  const sizes = [Buffer.from(page), ...files].map((content) => gzipSync(content).length)
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(35_000)
})

/** Returns the page of a document with one route, which has this body. */
function pageOf(
  schema: Schema,
  description = '',
  value: unknown = {},
  more: Partial<Operation> = {},
): string {
  return toPage({
    info: { title: 'A', version: '1', description },
    tags: [{ name: 'Tag', description: 'Of a group' }],
    paths: {
      '/a': {
        post: {
          operationId: 'it',
          tags: ['Tag'],
          summary: 'Do it',
          requestBody: {
            content: { 'application/json': { schema, examples: { one: { value } } } },
          },
          responses: { 200: { description: 'Success.' } },
          ...more,
        },
      },
    },
    components: {
      schemas: { Named: { properties: { inner: { type: 'boolean' } } } },
      responses: {},
    },
  })
}

test.each<[Schema, string]>([
  [
    { type: 'string', minLength: 1, maxLength: 9, format: 'email' },
    'string, 1 to 9 characters, email',
  ],
  [{ type: 'integer', minimum: 0, format: 'int64', default: 5 }, 'integer, at least 0, default 5'],
  [{ type: 'string', minLength: 1 }, 'string, not empty'],
  [{ type: 'string', minLength: 8 }, 'string, at least 8 characters'],
  [{ type: 'integer', minimum: 1 }, 'integer, at least 1'],
  [{ type: ['string', 'null'], maxLength: 9 }, 'string or null, at most 9 characters'],
  [{ anyOf: [{ type: 'integer', maximum: 3 }, { type: 'null' }] }, 'integer, at most 3 or null'],
  [{ type: 'integer', enum: [1, 2] }, '1 or 2'],
  [{ type: 'array', items: { type: 'string', pattern: '^a$' } }, 'array of string, matches ^a$'],
])('describes the field %j as "%s"', (field, type) => {
  expect(pageOf({ properties: { field } })).toContain(
    `<code>field</code> <span class="type">${type}</span>`,
  )
})

test.each<[string, Schema]>([
  ['a reference', { $ref: '#/components/schemas/Named' }],
  [
    'all of several',
    { allOf: [{ $ref: '#/components/schemas/Named' }, { properties: { b: {} } }] },
  ],
  ['an array', { items: { $ref: '#/components/schemas/Named' } }],
  ['one of several', { oneOf: [{ $ref: '#/components/schemas/Named' }, { type: 'null' }] }],
])('lists the fields within %s', (_, field) => {
  expect(pageOf({ properties: { field } })).toContain('<code>inner</code>')
})

test('refuses a reference to nothing', () => {
  const schema = { $ref: '#/components/schemas/Missing' }
  expect(() => pageOf(schema)).toThrow('The document has no #/components/schemas/Missing')
})

test('escapes markup in descriptions, examples and names', () => {
  const markup = '<img src=x onerror=alert(1)>'
  const field: Schema = { type: 'string', description: markup }
  const page = pageOf({ properties: { [markup]: field } }, `**Bold** ${markup}`, markup)
  expect(page).toContain('<strong>Bold</strong>')
  expect(page).not.toContain('<img')
})

test('names the errors of a response in its heading, and the description of one without errors', () => {
  const responses = {
    200: { description: 'Success.' },
    404: { description: '**1003 NOT_FOUND** No such thing.\n**2101 WRONG** Not right.' },
  }
  const page = pageOf({}, '', {}, { responses })
  expect(page).toMatch(/<b class="good">200<\/b>\s+Success\.<\/summary>/)
  expect(page).toMatch(/<b class="bad">404<\/b>\s+1003 NOT_FOUND, 2101 WRONG<\/summary>/)
})

test('a form sends the token only where the route needs it', () => {
  expect(pageOf({})).toContain('data-secured="false"')
  expect(pageOf({}, '', {}, { security: [] })).toContain('data-secured="false"')
  expect(pageOf({}, '', {}, { security: [{ accessToken: [] }] })).toContain('data-secured="true"')
})

test('a form has the examples of its required parameters, and leaves the others empty', () => {
  const parameters = [
    { in: 'query', name: 'needed', schema: {}, required: true, example: 7 },
    { in: 'query', name: 'unknown', schema: {}, required: true },
    { in: 'header', name: 'optional', schema: {}, example: 8 },
  ]
  const page = pageOf({}, '', {}, { parameters })
  for (const [place, name, value] of [
    ['query', 'needed', '7'],
    ['query', 'unknown', ''],
    ['header', 'optional', ''],
  ]) {
    expect(page).toContain(`name="${name}" data-in="${place}" value="${value}"`)
  }
})

test('a form offers its examples when there are several', () => {
  const bodyWith = (examples: Readonly<Record<string, { value: unknown }>>) => ({
    requestBody: { content: { 'application/json': { schema: {}, examples } } },
  })
  const one = pageOf({}, '', {}, bodyWith({ first: { value: 1 } }))
  expect(one).not.toContain('<select')
  expect(one).toContain('spellcheck="false" rows="1">1</textarea>')
  const two = pageOf({}, '', {}, bodyWith({ first: { value: 1 }, second: { value: 2 } }))
  expect(two).toContain('<select id="it-example" class="examples">')
  expect(two).toContain('<option value="2">second</option>')
  expect(two).toContain('rows="1">1</textarea>')
})
