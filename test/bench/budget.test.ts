import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { BUDGET_FILE, findOverruns, measureBundles } from './budget.ts'

test('no function loads over 3 % more than its budget', async () => {
  const budget = JSON.parse(await readFile(BUDGET_FILE, 'utf8'))
  expect(findOverruns(await measureBundles(), budget)).toEqual([])
})

test('an overrun is reported with its figures and how to accept it', () => {
  const budget = { UsersInfoPatch: 100, AuthMeGet: 100 }
  expect(findOverruns({ UsersInfoPatch: 104, AuthMeGet: 103 }, budget)).toEqual([
    'UsersInfoPatch loads 104 KB, 4 % more than its budget of 100 KB. If it should be so: npm run budget',
  ])
})

test('a new function needs a budget', () => {
  expect(findOverruns({ UsersPointsGet: 190 }, {})).toEqual([
    'UsersPointsGet has no budget; it loads 190 KB. If it should be so: npm run budget',
  ])
})
