import { expect, test } from 'vitest'
import { templatesToLint } from '../../../infra/linters/templates-to-lint.ts'

test('the linters check every stack of a stage in its region, those in us-east-1 too', async () => {
  const stacks = await templatesToLint('prod')
  expect(stacks.map(({ name, region }) => `${name} in ${region}`)).toEqual([
    'user-api-prod-firewall in us-east-1',
    'user-api-prod in ap-south-1',
    'user-api-prod-outside in us-east-1',
  ])
  const types = stacks.map(({ template }) => JSON.stringify(template.Resources))
  expect(types[0]).toContain('AWS::WAFv2::WebACL')
  expect(types[2]).toContain('AWS::Budgets::Budget')
})
