import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { UnauthorizedError } from '../../shared/accounts/errors.ts'
import { portalEnvelope } from '../../shared/http/envelope.ts'
import { InvalidPasswordError } from '../../shared/portal/errors.ts'

// The portal's errors have no code. An app that takes a wrong password for the end of the session logs its user out.
test.each([new UnauthorizedError(), new InvalidPasswordError()])(
  'docs/errors.md tells the portal’s 401 apart: $message',
  async (error) => {
    const page = await readFile(new URL('../../docs/errors.md', import.meta.url), 'utf8')
    const { status, message } = error
    expect(portalEnvelope.failure(error)).toEqual({
      statusCode: 401,
      body: { error: { status, message } },
    })
    expect(page).toContain(`${status} "${message}"`)
  },
)
