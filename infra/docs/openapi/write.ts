import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { generateApiTypes } from '../../client/generate-api-types.ts'
import { loadFunctions } from '../../functions/load-functions.ts'
import { toOpenApi } from './openapi-document.ts'

// `npm run openapi`: brings docs/openapi.json up to date, and the client's types, which follow from it.

const root = resolve(import.meta.dirname, '../../..')
const text = `${JSON.stringify(await toOpenApi(await loadFunctions()), null, 2)}\n`
writeFileSync(resolve(root, 'docs/openapi.json'), text)
writeFileSync(resolve(root, 'infra/client/api-types.ts'), await generateApiTypes(text))
