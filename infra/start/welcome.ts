import { relative } from 'node:path'
import { DEMO } from './demo-account.ts'
import { OUTPUTS_FILE } from './local-folder.ts'

/** The start of the last line of `welcome`, which shows that the stack is ready. */
export const READY = 'Ctrl-C ends it'

/** Returns the text of `npm start` once the stack is ready: all URLs, and a request to try. */
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
