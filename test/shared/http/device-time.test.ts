import { expect, test } from 'vitest'
import { direct } from '../../support/drivers.ts'
import { loggedLines } from '../../support/logged-lines.ts'
import { openAccount } from '../../support/open-account.ts'
import { expectSuccess } from '../../support/responses.ts'

const skews = () => loggedLines.filter((line) => line.includes('device_clock_skew_ms'))

test('the skew of a valid device clock is logged, also by a route that does not declare the header', async () => {
  const { call } = await openAccount(direct)
  const me = (clock: string) =>
    call({ method: 'GET', path: '/auth/me', headers: { 'x-dev-time': clock } })
  for (const clock of ['soon', '-1', '1e999', '17143', '1714400300000,1714400300000']) {
    expectSuccess(await me(clock))
  }
  expect(skews()).toEqual([])
  expectSuccess(await me('1714400300000'))
  expect(skews()).toHaveLength(1)
})
