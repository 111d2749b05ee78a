import { expect, test } from 'vitest'
import { readCommands, readTypeScript } from './documented-commands.ts'

const DOCUMENT = `# Operations

## First deployment

1. Fill in:
   \`\`\`ts
   export const own = {
     account: '1',
   }
   \`\`\`
2. Deploy:
   \`\`\`sh
   # In this order.
   npm run bootstrap
   npm run deploy -- -c stage=dev
   \`\`\`

Then:

\`\`\`sh
aws s3 ls
npm run e2e
\`\`\`

## Later

\`\`\`sh
npm run destroy
\`\`\`
`

test('the commands of this project in a section are read in order, and no others', () => {
  expect(readCommands(DOCUMENT, 'First deployment')).toEqual([
    'npm run bootstrap',
    'npm run deploy -- -c stage=dev',
    'npm run e2e',
  ])
})

test('the TypeScript of a section is read without the indentation of its list', () => {
  const code = "export const own = {\n  account: '1',\n}\n"
  expect(readTypeScript(DOCUMENT, 'First deployment')).toBe(code)
})

test('a section that is missing, or has no TypeScript, is named', () => {
  expect(() => readCommands(DOCUMENT, 'Backups')).toThrow('There is no section "Backups"')
  expect(() => readTypeScript(DOCUMENT, 'Later')).toThrow('"Later" has no TypeScript')
})
