/** The account that a new developer can use to try the local API. */
export const DEMO = { email: 'demo@example.com', password: 'demo-password' }

interface LoginResponse {
  data: { access_token: string } | null
  error: { code: number } | null
}

/** The demo account of one stack, with a token of a session that is open. */
export class DemoAccount {
  readonly #apiUrl: () => string
  #token: string | undefined

  /** @param apiUrl returns the API's URL. Not called before the stack runs. */
  constructor(apiUrl: () => string) {
    this.#apiUrl = apiUrl
  }

  /** Returns a token, or undefined when the password was changed. */
  async token(): Promise<string | undefined> {
    if (!(await this.#isOpen())) this.#token = await openDemoAccount(this.#apiUrl())
    return this.#token
  }

  async #isOpen(): Promise<boolean> {
    if (!this.#token) return false
    const headers = { authorization: `Bearer ${this.#token}` }
    return (await fetch(`${this.#apiUrl()}/auth/me`, { headers })).ok
  }
}

const EMAIL_ALREADY_REGISTERED = 2102

/**
 * Registers the demo account, or logs in when an earlier start has registered it.
 * Returns its token, or undefined when its password was changed.
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

async function post(url: string, body: object): Promise<LoginResponse> {
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) })
  return (await response.json()) as LoginResponse
}
