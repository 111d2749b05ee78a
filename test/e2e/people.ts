import { type Account, logIn, register } from '../support/accounts.ts'
import type { ApiResponse } from '../support/api-request.ts'
import { deployment } from './deployment.ts'

const opened: Account[] = []

/** Registers somebody whose account is deleted when the suite ends. */
export async function openAccount(given: object = {}): Promise<Account> {
  const account = await register(deployment.driver, given)
  opened.push(account)
  return account
}

let someone: Promise<Account> | undefined

/** Somebody for requests that change nothing: the same for all tests. */
export async function anyAccount(): Promise<Account> {
  someone ??= openAccount()
  return await someone
}

/** Calls without a token. */
export async function anonymously(method: string, path: string, body?: unknown) {
  return await deployment.driver.call({ method, path, body })
}

/** Deletes every account that a test has opened and not deleted. */
export async function deleteAccounts(): Promise<void> {
  for (const account of opened.splice(0)) {
    const { status } = await account.call(deletion)
    if (status !== 401) continue
    const { body } = await logIn(deployment.driver, account)
    if (body.data) await asHolderOf(body.data.access_token, deletion)
  }
}

/** Calls as the holder of another token than an account's first. */
export async function asHolderOf(
  token: string,
  request: { method: string; path: string; body?: unknown },
): Promise<ApiResponse> {
  const headers = { authorization: `Bearer ${token}` }
  return await deployment.driver.call({ ...request, headers })
}

/** The request by which somebody deletes their account. */
export const deletion = { method: 'DELETE', path: '/users' }
/** The request by which somebody reads their profile. */
export const reading = { method: 'GET', path: '/auth/me' }
