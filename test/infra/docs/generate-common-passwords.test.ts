import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { generateCommonPasswords } from '../../../infra/docs/generate-common-passwords.ts'

const generated = generateCommonPasswords()
const words = generated.split(' = `')[1]?.split('`')[0]?.trim() ?? ''

test('shared/accounts/common-passwords.ts is what is generated: else run `npm run docs`', () => {
  expect(readFileSync('shared/accounts/common-passwords.ts', 'utf8')).toBe(generated)
})

test('has passwords of the package and of India, each once, sorted, and none that is too short', () => {
  const passwords = words.split(/\s+/)
  expect(passwords).toContain('password')
  expect(passwords).toContain('jaishreeram')
  expect(passwords).toEqual([...new Set(passwords)].sort())
  expect(Math.min(...passwords.map(({ length }) => length))).toBe(8)
})
