import { expect, test } from 'vitest'
import * as z from 'zod'
import { loadFunctions } from '../../../infra/functions/load-functions.ts'

const { routes } = await loadFunctions()
const showing = routes.filter(({ contract }) => {
  const schema = z.toJSONSchema(contract.response, { unrepresentable: 'any' })
  return /"(profile_)?picture":/.test(JSON.stringify(schema))
})

// A route reads it only for a user with a picture, so nobody would notice soon that it is missing.
test.each(showing)(
  '$routeKey, which returns a picture, has the setting picturesUrl',
  ({ contract }) => {
    expect(contract.settings).toContain('picturesUrl')
  },
)

test('seven routes or more return a picture', () => {
  expect(showing.length).toBeGreaterThanOrEqual(7)
})
