/** What the document says before its routes, in Markdown. */
export const INTRODUCTION = `
User accounts for two applications: an exam-preparation app (V1) and a student society's portal. Both know one user:
what one application changes, the other shows.

**Two envelopes.** V1 and auth routes answer \`{status, is_data_encrypted, data, error, app_actions}\`; errors are
\`{code, message}\`, some with \`details\`. Switch on \`code\`. The society portal's routes answer \`{error, user}\`; their
errors are \`{status, message}\`.

**Encryption.** While the feature flag \`response_encryption\` is on, \`is_data_encrypted\` is 1 and \`data\` a compact JWE for
the holder of the token: see the schema \`EncryptedData\`. Errors, \`pagination\`, register, log-in and the society
portal's routes are never encrypted.

**Units.** Times are epoch milliseconds, UTC. Lengths count code points.

**Bodies** are read as JSON whatever their content-type says, except the picture's. Unknown fields are ignored, and a
client should ignore what it does not know.

**Try again** after 1005 (429), 1009 and 3710 (503), when the seconds of \`retry-after\` have passed.

**Other paths and methods** answer in the V1 envelope:

| Code | HTTP | When |
| --- | --- | --- |
| 1003 NOT_FOUND | 404 | no route has the path: \`{"code":1003,"message":"Not found"}\` |
| 1004 METHOD_NOT_ALLOWED | 405 | the path has other methods, told by \`allow\`: \`{"code":1004,"message":"Method not allowed. Allowed: GET"}\` |

**API Gateway's own answers** have no envelope: \`{"message": "…"}\` with 413, 429, 431, 500 or 503.
`.trim()
