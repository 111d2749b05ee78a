import { join } from 'node:path'
import type { ConsoleOptions } from '../../local/console/console-options.ts'
import type { LocalStack } from '../../local/options.ts'
import type { ConsolePart } from '../../local/pages/console-part.ts'
import type { ReloadStatus } from '../reload/reload-status.ts'
import { openFlags } from './flags.ts'

const WORKER = /^WorkersWorkers|(?:Queue|Stream|Schedule)?Function$/g
/** The start of an error's body in both envelopes. */
const ERROR = /"error":\{"(?:code|status)":(\d+),"message":"((?:[^"\\]|\\.)*)"/

/** How the console presents this API. */
export const consoleOptions: ConsoleOptions = {
  title: 'User API',
  links: [{ text: 'API docs', href: '/docs' }],
  startCommand: 'npm start',
  folder: join(import.meta.dirname, 'page'),
  panels: ['reload', 'try-it', 'flags'],
  toLabel: (logicalId) => logicalId.replace(WORKER, ''),
  // A client needs both the OTP and its id (`oti`) to verify a phone.
  secretNames: /password|secret|token|otp|^oti$/i,
  isAsset: (path) => path.startsWith('/docs/'),
  readError: (body) => {
    const [, code, message = ''] = ERROR.exec(body) ?? []
    return code === undefined
      ? undefined
      : { code: Number(code), message: JSON.parse(`"${message}"`) }
  },
}

/** The demo account's credentials, and a token unless its password was changed. */
interface DemoLogin {
  readonly email: string
  readonly password: string
  readonly access_token: string | undefined
}

/** Adds the demo account, the switches of the feature flags and the last reload to the console. */
export function extendConsole(
  { outputs, region, replaceEnvironments }: LocalStack,
  publish: (type: string, entry: unknown) => void,
  demoAccount: () => Promise<DemoLogin>,
  reloads: ReloadStatus | undefined,
): ConsolePart {
  const flags = openFlags(outputs, region)
  if (reloads) reloads.publish = publish
  return {
    close: () => flags.close(),
    snapshot: async () => ({ flags: await flags.list(), reload: reloads?.state }),
    pages: {
      'GET /_local/demo-account': async () => ({ json: await demoAccount() }),
      'GET /_local/flags': async () => ({ json: { flags: await flags.list() } }),
      'PUT /_local/flags/{id}': async (name, isOn) => {
        if (typeof isOn !== 'boolean') {
          return { status: 422, json: { message: 'The body must be true or false.' } }
        }
        const all = await flags.change(name, isOn)
        // Running environments cache the old value for up to 30 s.
        await replaceEnvironments()
        publish('flag', { name, isOn })
        return { json: { flags: all } }
      },
    },
  }
}
