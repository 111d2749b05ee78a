import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { loadFunctions } from '../functions/load-functions.ts'
import { PAGES_WITH_TABLES, withTables } from './readme-tables.ts'

// `npm run docs`: brings the generated tables of README.md and docs/errors.md up to date.

const functions = await loadFunctions()
for (const page of PAGES_WITH_TABLES) {
  const file = resolve(import.meta.dirname, '../..', page)
  writeFileSync(file, withTables(readFileSync(file, 'utf8'), functions))
}
