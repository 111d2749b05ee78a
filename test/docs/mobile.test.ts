import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { recipes } from '../recipes/recipes-page.ts'

test('docs/mobile.md shows code that `npm run recipes` compiles and runs', () => {
  expect(recipes().map(({ part }) => part.replace(/.*\//, ''))).toEqual([
    'UserApi.kt#api',
    'UserApi.kt#errors',
    'Envelope.kt#session',
    'Decrypt.kt#decrypt',
    'Upload.kt#upload',
    'Sync.kt#sync',
    'VerifyPhone.kt#otp',
    'OtpListener.kt#listener',
    'JavaClient.java#java',
  ])
})

// `npm run recipes` copies it.
test.each(recipes())('the code of $part is the same in docs/mobile.md', ({ shown, run }) => {
  expect(shown).toBe(run)
})

const page = await readFile(new URL('../../docs/mobile.md', import.meta.url), 'utf8')
const codeOf = (language: string) =>
  new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 's').exec(page)?.[1] ?? ''

// Nothing compiles these recipes.
describe.each(['swift', 'dart'])('the recipe in %s', (language) => {
  test('starts a sync again only for a refused cursor, and once', () => {
    const code = codeOf(language)
    expect(code).toMatch(/code == 1006 && error\.details\.\w+\(.*== ["']next_cursor["']/)
    expect(code).not.toMatch(/while.*\{\s+(do|try) \{/)
  })

  test('tells the status of a response without an envelope, e.g. of 413', () => {
    expect(codeOf(language)).toMatch(/throw UnexpectedResponse\(.*statusCode \?\? 0\)/)
  })
})
