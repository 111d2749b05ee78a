import type { ApiErrorClass } from '../../../shared/errors.ts'
import { v1Envelope } from '../../../shared/http/envelope.ts'
import { MethodNotAllowedError, NotFoundError } from '../../../shared/http/errors.ts'
import { titleOf } from './component-names.ts'
import { documentedErrors } from './features.ts'
import { findErrorDocs } from './route-errors.ts'

/** The introduction of the document, above its routes, in Markdown. */
export const INTRODUCTION = `
User accounts for two applications: an exam-preparation app (V1) and a student society's portal. Both share the same
users: a change made in one application is visible in the other.

**Two envelopes.** V1 and auth routes return \`{status, is_data_encrypted, data, error, app_actions}\`; errors are
\`{code, message}\`, some with \`details\`. Switch on \`code\`. The portal's routes return \`{error, user}\`; their errors are
\`{status, message}\`.

**Encryption.** While the feature flag \`response_encryption\` is on, \`is_data_encrypted\` is 1 and \`data\` is a compact JWE
for the owner of the token: see the schema \`EncryptedData\`. Errors, \`pagination\`, register, log-in and the portal's
routes are never encrypted.

**Units.** Times are epoch milliseconds, UTC. Lengths are counted in code points, after white space at both ends is
removed. Passwords keep it.

**Bodies** are parsed as JSON whatever their content-type is, except the body of a picture upload. A compressed body
(\`content-encoding\`) gets a 415. Unknown fields are ignored. A client should ignore fields that it does not know.

**Retry** after ${retryable()}, when the seconds of \`retry-after\` have passed. After a 503 or without a response, the
request may have had its effect: an app should not automatically repeat a registration, a request for an SMS or a change of password.

**Other paths and methods** get an error in the V1 envelope:

| Code | HTTP | When |
| --- | --- | --- |
${row(NotFoundError)}
${row(MethodNotAllowedError)}

**API Gateway's own errors** have no envelope: \`{"message": "…"}\` with 400 (a path or query that is not valid),
413 (a body over 6 MB if it is text, else over 4.5 MB), 429, 431, 500 or 503. It returns 429 when all clients together exceed its limit. This 429
has no \`retry-after\` header: wait a second, then longer each time. Error 1005 of our own routes always has the header.
`.trim()

/** The errors after which a client may retry, e.g. `1005 (429), 1009 (503)`. */
function retryable(): string {
  return documentedErrors
    .map(({ error }) => error)
    .filter(({ retryAfterSeconds }) => retryAfterSeconds !== undefined)
    .sort((one, other) => one.code - other.code)
    .map(({ code, status }) => `${code} (${status})`)
    .join(', ')
}

function row(errorClass: ApiErrorClass): string {
  const { error, when } = findErrorDocs(errorClass)
  const { error: example } = v1Envelope.failure(error).body as { error: object }
  return `| ${error.code} ${titleOf(error)} | ${error.status} | ${when} \`${JSON.stringify(example)}\` |`
}
