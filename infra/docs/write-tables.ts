import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { loadFunctions } from '../functions/load-functions.ts'
import { withTables } from './readme-tables.ts'

// `npm run docs`: brings the README's generated tables up to date.

const file = resolve(import.meta.dirname, '../../README.md')
writeFileSync(file, withTables(readFileSync(file, 'utf8'), await loadFunctions()))
