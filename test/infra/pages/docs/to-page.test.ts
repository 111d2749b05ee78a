import { readdir, readFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import type { OpenApiDocument, Schema } from '../../../../infra/pages/docs/document.ts'
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
function pageOf(schema: Schema, description = '', value: unknown = {}): string {
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
