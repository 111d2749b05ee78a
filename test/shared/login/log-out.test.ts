import { expect, test } from 'vitest'
import { direct } from '../../support/drivers.ts'
import { interrupted } from '../../support/faults.ts'
import { openAccount } from '../../support/open-account.ts'
import { expectError, expectSuccess } from '../../support/responses.ts'

const TRANSACTION = 'TransactWriteItemsCommand'

test('ending all other sessions forgets no wrong password that was counted meanwhile', async () => {
  const { call } = await openAccount(direct)
  const statuses: number[] = []
  const wrong = {
    password: 'wrong-lamp-4',
    newPassword: 'quiet-lamp-5',
    confPassword: 'quiet-lamp-5',
  }
  const guess = async () => {
    const request = { method: 'PATCH', path: '/app/api/v1/user', body: { user: wrong } }
    statuses.push((await call(request)).status)
  }
  const endOthers = () => call({ method: 'POST', path: '/auth/logout', body: { scope: 'others' } })
  for (let i = 0; i < 12; i++) {
    expectSuccess(await interrupted(TRANSACTION, guess, endOthers))
  }
  expect(statuses).toEqual([...Array(10).fill(401), 429, 429])
})

test('ending all other sessions is refused when the own session ends meanwhile', async () => {
  const { call } = await openAccount(direct)
  const logout = (scope: string) => call({ method: 'POST', path: '/auth/logout', body: { scope } })
  const response = await interrupted(
    TRANSACTION,
    () => logout('this'),
    () => logout('others'),
  )
  expectError(response, 401, 1001)
})
