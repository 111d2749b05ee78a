import { createDecipheriv, hkdfSync } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { decryptData } from '../../../infra/client/decrypt.ts'
import { encryptForToken } from '../../../shared/http/encrypt-for-token.ts'

/** An encrypted `data`, and what a client has to get from it. */
interface Vector {
  readonly name: string
  readonly token: string
  readonly data: string
  readonly decrypted: unknown
}

const file = new URL('../../../docs/response-encryption-vectors.json', import.meta.url)
const { valid, invalid }: { valid: Vector[]; invalid: Omit<Vector, 'decrypted'>[] } = JSON.parse(
  await readFile(file, 'utf8'),
)

/** Decrypts with Node's crypto, as docs/response-encryption.md specifies. */
function decryptAsDocumented(data: string, token: string): unknown {
  const [header = '', , iv = '', ciphertext = '', tag = ''] = data.split('.')
  const secret = Buffer.from(token.slice(43), 'base64url')
  const key = Buffer.from(
    hkdfSync('sha256', secret, token.slice(27, 43), 'user-api response v1', 32),
  )
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64url'))
  decipher.setAAD(Buffer.from(header)).setAuthTag(Buffer.from(tag, 'base64url'))
  return JSON.parse(decipher.update(ciphertext, 'base64url', 'utf8') + decipher.final('utf8'))
}

describe('the test vectors', () => {
  test.each(valid)('decrypt with the client: $name', async ({ data, token, decrypted }) => {
    expect(await decryptData(data, token)).toEqual(decrypted)
  })

  test.each(invalid)('are refused by the client: $name', async ({ data, token }) => {
    await expect(decryptData(data, token)).rejects.toThrow()
  })

  // The file is not written anew when the API's encryption changes: this compares the two.
  test.each(valid)('are what the API still sends: $name', async ({ data, token, decrypted }) => {
    expect(decryptAsDocumented(data, token)).toEqual(decrypted)
    const sentNow = await encryptForToken(token, decrypted)
    expect(decryptAsDocumented(sentNow, token)).toEqual(decrypted)
    expect(sentNow.split('.')[0]).toBe(data.split('.')[0])
  })
})
