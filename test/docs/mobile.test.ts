import { expect, test } from 'vitest'
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
