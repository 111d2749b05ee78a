import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { issueToken, splitToken } from '../../../shared/accounts/token.ts'

test('the secret of a token is 256 random bits, of which only a hash is stored', () => {
  const tokens = Array.from({ length: 200 }, () =>
    issueToken('507f1f77bcf86cd799439011', '192.0.2.1'),
  )
  const secrets = tokens.map(({ accessToken }) => splitToken(accessToken)?.secret ?? '')
  expect(secrets.map((secret) => Buffer.from(secret, 'base64url').length)).toEqual(
    secrets.map(() => 32),
  )
  expect(new Set(secrets).size).toBe(200)
  // About half of 200 × 256 random bits are set. Five standard deviations are ±566.
  const bits = secrets.flatMap((secret) => [...Buffer.from(secret, 'base64url')])
  const set = bits.reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0)
  expect(Math.abs(set - 25_600)).toBeLessThan(566)
  expect(
    tokens.every(({ session }, i) => !JSON.stringify(session).includes(secrets[i] ?? '')),
  ).toBe(true)
})

test('only the pauses of retries use Math.random', () => {
  const files = globSync('{functions,shared}/**/*.ts', { cwd: process.cwd() })
  const using = files.filter((file) => readFileSync(file, 'utf8').includes('Math.random'))
  expect(using).toEqual(['shared/aws/retry.ts'])
})
