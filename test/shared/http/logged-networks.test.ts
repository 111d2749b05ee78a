import { beforeEach, describe, expect, test } from 'vitest'
import { fromNewNetwork } from '../../support/drivers.ts'
import { loggedLines } from '../../support/logged-lines.ts'
import { openAccount } from '../../support/open-account.ts'
import { freshPhone, link, send } from '../../support/phones.ts'
import { byPhone, forget } from '../../support/recoveries.ts'
import { expectError, expectSuccess } from '../../support/responses.ts'

beforeEach(() => {
  loggedLines.length = 0
})

/** The lines about a request. They may contain neither of `secrets`. */
function requestLines(...secrets: string[]) {
  for (const secret of secrets) expect(loggedLines.join('')).not.toContain(secret)
  return loggedLines
    .map((line) => JSON.parse(line))
    .filter(({ message }) => /^Request /.test(message))
}

const accepted = (driver: { network: string }, route: string) => [
  expect.objectContaining({
    message: 'Request accepted',
    correlation_id: expect.any(String),
    route,
    client_network: driver.network,
  }),
]

describe('the network of a client is logged, so that an attacker below the limits can be found', () => {
  test('when an OTP is sent', async () => {
    const driver = fromNewNetwork()
    const [account, phone] = [await openAccount(driver), freshPhone()]
    const { oti } = expectSuccess(await send(account, phone))
    const lines = requestLines(phone, oti, account.id, account.token)
    expect(lines).toEqual(accepted(driver, 'POST /users/send-phone-otp'))
  })

  test('when a recovery is requested', async () => {
    const [driver, phone] = [fromNewNetwork(), freshPhone()]
    const { oti } = expectSuccess(await forget(driver, byPhone(phone)))
    expect(requestLines(phone, oti)).toEqual(accepted(driver, 'POST /auth/forgot-password'))
  })

  test('when an OTP is not sent, because another account has the phone', async () => {
    const driver = fromNewNetwork()
    const phone = freshPhone()
    await link(await openAccount(driver), phone)
    const account = await openAccount(driver)
    loggedLines.length = 0
    expectError(await send(account, phone), 409, 3708)
    expect(requestLines(phone, account.id)).toEqual([
      expect.objectContaining({
        message: 'Request refused',
        code: 3708,
        status: 409,
        client_network: driver.network,
      }),
    ])
  })
})

test('the network is not logged with a success that sends no SMS', async () => {
  const account = await openAccount(fromNewNetwork())
  expectSuccess(await account.call({ method: 'GET', path: '/auth/me' }))
  expect(requestLines()).toEqual([])
})
