import { readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { generateApiTypes } from '../client/generate-api-types.ts'
import { loadFunctions } from '../functions/load-functions.ts'
import { generateCommonPasswords } from './generate-common-passwords.ts'
import { toOpenApi } from './openapi/openapi-document.ts'
import { toOpenApi30 } from './openapi/to-openapi-30.ts'
import { PAGES_WITH_TABLES, withTables } from './page-tables.ts'

const ROOT = resolve(import.meta.dirname, '../..')

/**
 * Brings the generated files up to date. The contracts give the tables of routes and errors, the OpenAPI documents and
 * the client's types. The measurements give the tables of costs, limits and memory. A package gives the list of common
 * passwords.
 * @returns the files that changed, relative to the project's folder.
 */
export async function writeDocs(): Promise<string[]> {
  const functions = await loadFunctions()
  const document = await toOpenApi(functions)
  const openApi = toJson(document)
  const changed = [
    ...PAGES_WITH_TABLES.map((page) => update(page, (text) => withTables(text, functions))),
    update('docs/openapi.json', () => openApi),
    update('docs/openapi-3.0.json', () => toJson(toOpenApi30(document))),
    update('infra/client/api-types.ts', () => generateApiTypes(openApi)),
    update('shared/accounts/common-passwords.ts', generateCommonPasswords),
  ]
  return (await Promise.all(changed)).flat()
}

function toJson(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`
}

async function update(
  file: string,
  generate: (text: string) => string | Promise<string>,
): Promise<string[]> {
  const path = resolve(ROOT, file)
  const current = await readFile(path, 'utf8')
  const text = await generate(current)
  if (text === current) return []
  await writeFile(path, text)
  return [file]
}
