import { expect, test } from 'vitest'
import * as z from 'zod'
import { loadFunctions } from '../../../infra/functions/load-functions.ts'

const { routes } = await loadFunctions()
const showing = routes.filter(({ contract }) => {
  const schema = z.toJSONSchema(contract.response, { unrepresentable: 'any' })
  return /"(profile_)?picture":/.test(JSON.stringify(schema))
})

// Its picture's address is only read for a user who has one: a route may lack it for long.
test.each(showing)('$routeKey, which shows a picture, knows where pictures are', ({ contract }) => {
  expect(contract.settings).toContain('picturesUrl')
})

test('most routes show the profile', () => {
  expect(showing.length).toBeGreaterThanOrEqual(7)
})
