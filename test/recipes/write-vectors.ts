import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { encryptForToken } from '../../shared/http/encrypt-for-token.ts'

// Writes docs/response-encryption-vectors.json with the API's own encryption and tokens that no account has:
//   node infra/launch.mjs test/recipes/write-vectors.ts
// The initialization vectors are random, so each run writes another file.

const FILE = resolve(import.meta.dirname, '../../docs/response-encryption-vectors.json')
const USER_ID = '507f1f77bcf86cd799439011'

/** A token whose secret consists of this byte, or counts up from 0. */
function tokenOf(sessionId: string, byte?: number): string {
  const secret = Buffer.from(Array.from({ length: 32 }, (_, index) => byte ?? index))
  return `ua_${USER_ID}${sessionId}${secret.toString('base64url')}`
}

const token = tokenOf('a1b2c3d4e5f60718')
const otherSession = tokenOf('b1b2c3d4e5f60718')
const otherSecret = tokenOf('a1b2c3d4e5f60718', 7)

const samples: [name: string, token: string, decrypted: unknown][] = [
  ['an object', token, { id: USER_ID }],
  ['an empty page', token, []],
  [
    'text outside of ASCII',
    otherSession,
    { name: { first_name: 'Zoë', last_name: 'नमस्ते 🎓' }, background_info: null },
  ],
  [
    'a page of several blocks',
    otherSecret,
    Array.from({ length: 20 }, (_, index) => ({
      id: `${USER_ID}_1_${1714348800000 + index * 86_400_000}`,
      day_start_epoch_ms: 1714348800000 + index * 86_400_000,
      overall_total: index,
    })),
  ],
]

const valid = await Promise.all(
  samples.map(async ([name, sent, decrypted]) => ({
    name,
    token: sent,
    data: await encryptForToken(sent, decrypted),
    decrypted,
  })),
)
const data = valid[0]?.data ?? ''
const [header = '', , iv = '', ciphertext = '', tag = ''] = data.split('.')
const changed = (base64url: string) => (base64url.startsWith('A') ? 'B' : 'A') + base64url.slice(1)
const otherHeader = Buffer.from('{"alg":"dir","enc":"A256GCM","kid":"0000000000000000"}').toString(
  'base64url',
)

const invalid = [
  { name: 'the token of another session', token: otherSession, data },
  { name: 'the token with another secret', token: otherSecret, data },
  { name: 'a changed header', token, data: [otherHeader, '', iv, ciphertext, tag].join('.') },
  {
    name: 'a changed initialization vector',
    token,
    data: [header, '', changed(iv), ciphertext, tag].join('.'),
  },
  {
    name: 'a changed ciphertext',
    token,
    data: [header, '', iv, changed(ciphertext), tag].join('.'),
  },
  { name: 'a changed tag', token, data: [header, '', iv, ciphertext, changed(tag)].join('.') },
]

await writeFile(FILE, `${JSON.stringify({ valid, invalid }, null, 2)}\n`)
