import { randomBytes } from 'node:crypto'
import type { ApiRequest, ApiResponse, Driver } from './api-request.ts'

/** A registered user, with a way to send their requests. */
export interface Account {
  id: string
  email: string
  password: string
  token: string
  call(request: ApiRequest): Promise<ApiResponse>
}

/** The password of the tests' accounts. */
export const PASSWORD = 'quiet-lamp-4'

/** A new e-mail address. */
export function freshEmail(): string {
  return `${randomBytes(8).toString('hex')}@example.com`
}

/** Sends requests with a token. */
export function callAs(driver: Driver, token: string): Account['call'] {
  return (request) =>
    driver.call({ ...request, headers: { authorization: `Bearer ${token}`, ...request.headers } })
}

/** Registers a user named John Smith through the API. `given` replaces or adds fields of the request. */
export async function register(driver: Driver, given: object = {}): Promise<Account> {
  const account = { email: freshEmail(), password: PASSWORD }
  const response = await driver.call({
    method: 'POST',
    path: '/auth/register',
    body: { ...account, name: { first_name: 'John', last_name: 'Smith' }, ...given },
  })
  if (response.status !== 201)
    throw new Error(`Registration failed: ${JSON.stringify(response.body)}`)
  const { access_token: token, user } = response.body.data
  return {
    ...account,
    ...given,
    email: user.email,
    id: user.id,
    token,
    call: callAs(driver, token),
  }
}

/** Opens another session of an account. */
export async function logIn(driver: Driver, { email, password }: Account): Promise<ApiResponse> {
  return await driver.call({ method: 'POST', path: '/auth/login', body: { email, password } })
}
