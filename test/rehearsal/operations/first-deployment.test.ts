import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { ownValues } from '../../../infra/stages/own-values.ts'
import { readCommands, readTypeScript } from './documented-commands.ts'
import { fillIn } from './project-copy.ts'

const markdown = readFileSync(resolve('docs/operations.md'), 'utf8')
const { scripts } = JSON.parse(readFileSync(resolve('package.json'), 'utf8'))

test('the first deployment in docs/operations.md has these commands, which exist', () => {
  const commands = readCommands(markdown, 'First deployment')
  expect(commands).toEqual([
    'npm run bootstrap -- -c stage=prod',
    'npm run preflight -- -c stage=prod',
    'npm run deploy -- -c stage=prod -c protected=false',
    'npm run deploy -- -c stage=prod',
    'npm run release -- -c stage=prod',
  ])
  for (const command of commands) expect(scripts).toHaveProperty(command.split(' ')[2] ?? '')
})

test('its values are those that own-values.ts asks for, and replace them', () => {
  const source = readFileSync(resolve('infra/stages/own-values.ts'), 'utf8')
  const block = readTypeScript(markdown, 'First deployment')
  const names = [...block.matchAll(/^ {2}(\w+): '/gm)].map(([, name]) => name)
  expect(names).toEqual(Object.keys(ownValues.prod ?? {}))
  const filled = fillIn(source, block)
  expect(filled).toContain("  prod: {\n    account: '111122223333',\n")
  expect(filled.match(/: '',/g)).toHaveLength(Object.keys(ownValues.dev ?? {}).length)
  expect(() => fillIn('', block)).toThrow('infra/stages/own-values.ts has no entry for prod')
})
