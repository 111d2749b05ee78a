import { expect, test } from 'vitest'
import type { LocalStack } from '../../../../infra/local/options.ts'
import { describeChanges } from '../../../../infra/start/reload/describe-changes.ts'

type Described = LocalStack['functions'][number]

/** Functions as of an update, by id, each with its timeout. */
function functions(timeouts: Readonly<Record<string, number>>): Described[] {
  return Object.entries(timeouts).map(([id, timeoutMs]) => {
    return { name: `stack-${id}-1A2B`, folder: `/dist/${id}`, timeoutMs } as Described
  })
}

test('functions that an update added, changed and removed are listed by their ids', () => {
  const before = functions({ AuthMeGet: 1, HealthGet: 1, UsersInfoPatch: 1, UsersOldGet: 1 })
  const after = functions({ AuthMeGet: 2, HealthGet: 1, UsersInfoPatch: 3, UsersNameGet: 1 })
  expect(describeChanges(before, after)).toEqual([
    'Added: UsersNameGet.',
    'Changed: AuthMeGet, UsersInfoPatch.',
    'Removed: UsersOldGet.',
  ])
})

test('an update without changes is described by no line', () => {
  const same = { AuthMeGet: 1, HealthGet: 1 }
  expect(describeChanges(functions(same), functions(same))).toEqual([])
})
