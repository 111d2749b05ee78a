import { randomBytes } from 'node:crypto'
import { renderUnicodeCompact } from 'uqr'
import type { LocalStackOptions } from '../local/options.ts'

const KEY_BYTES = 16

/** Options of the local stack that decide who reaches it. */
export type Exposure = Required<Pick<LocalStackOptions, 'apiHost'>> &
  Pick<LocalStackOptions, 'sharedKey'>

/**
 * Reads HOST. With `0.0.0.0`, phones in the same network reach the API, and there is a key to read SMS. Any
 * other value means this machine only, because some shells set HOST to the machine's name.
 */
export function readExposure(host = process.env.HOST): Exposure {
  if (host !== '0.0.0.0') return { apiHost: '127.0.0.1' }
  return { apiHost: host, sharedKey: randomBytes(KEY_BYTES).toString('base64url') }
}

/** Returns the text of `npm start` about a stack that other devices reach: a warning, URLs and a QR code. */
export function describeNetwork(publicUrl: string, sharedKey: string): string {
  return `
Everyone in this network can call the API. The console stays on this machine.

  API      ${publicUrl}
  SMS      ${publicUrl}/_local/sms?key=${sharedKey} (for tests on a phone or in a web app)
  Docs     ${publicUrl}/docs

${renderUnicodeCompact(`${publicUrl}/docs`)}
`
}
