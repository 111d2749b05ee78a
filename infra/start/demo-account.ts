/** The account that the local stack opens for whoever tries it. */
export const DEMO = { email: 'demo@example.com', password: 'demo-password' }

interface LoggedInAnswer {
  data: { access_token: string } | null
  error: { code: number } | null
}

/** The demo account of one stack, with a token that opens a session whatever became of the last. */
export class DemoAccount {
  readonly #apiUrl: () => string
  #token: string | undefined

  /** @param apiUrl asked once the stack runs. */
  constructor(apiUrl: () => string) {
    this.#apiUrl = apiUrl
  }

  /** Answers a token; undefined when somebody has changed the password. */
  async token(): Promise<string | undefined> {
    if (!(await this.#isAlive())) this.#token = await openDemoAccount(this.#apiUrl())
    return this.#token
  }

  async #isAlive(): Promise<boolean> {
    if (!this.#token) return false
    const headers = { authorization: `Bearer ${this.#token}` }
    return (await fetch(`${this.#apiUrl()}/auth/me`, { headers })).ok
  }
}

const EMAIL_ALREADY_REGISTERED = 2102

/**
 * Registers the demo account, or logs it in when an earlier start has.
 * Answers its token; undefined when somebody has changed its password.
 */
export async function openDemoAccount(apiUrl: string): Promise<string | undefined> {
  const name = { first_name: 'Demo', last_name: 'Account' }
  const registered = await post(`${apiUrl}/auth/register`, { ...DEMO, name })
  if (registered.data) return registered.data.access_token
  if (registered.error?.code !== EMAIL_ALREADY_REGISTERED) {
    throw new Error(`The demo account could not be opened: error ${registered.error?.code}`)
  }
  const loggedIn = await post(`${apiUrl}/auth/login`, DEMO)
  return loggedIn.data?.access_token
}

async function post(url: string, body: object): Promise<LoggedInAnswer> {
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) })
  return (await response.json()) as LoggedInAnswer
}
