import { relative } from 'node:path'
import { DEMO } from './demo-account.ts'
import { OUTPUTS_FILE } from './local-folder.ts'

/** What the last line of `welcome` begins with: who waits for the stack waits for this. */
export const READY = 'Ctrl-C ends it'

/** What `npm start` says once the stack answers: where everything is, and a request to try. */
export function welcome(
  outputs: Readonly<Record<string, string>>,
  { token = '<token of a login>', seconds }: { token?: string | undefined; seconds: number },
): string {
  return `
User API runs on this machine, after ${seconds.toFixed(1)} s.

  API      ${outputs.ApiUrl}
  Docs     ${outputs.ApiUrl}/docs
  Console  ${outputs.ApiUrl}/_local (requests, SMS, workers, flags)
  Outputs  ${relative(process.cwd(), OUTPUTS_FILE)}

Try it, as ${DEMO.email} with the password ${DEMO.password}:

  curl ${outputs.ApiUrl}/auth/me -H 'Authorization: Bearer ${token}'

${READY}; its data stays until \`npm run reset\`.
`
}
