import { expect, test, vi } from 'vitest'
import type { FunctionPermissions } from '../../../infra/local/endpoint/permission-use.ts'
import { reportPermissions } from '../../../infra/ops/iam.ts'

const grant = { policy: 'usersTable', action: 'dynamodb:GetItem', resource: 'table/Users' }
const sound: FunctionPermissions = {
  name: 'me',
  used: [grant],
  unused: [],
  refused: [],
  setApart: [],
}

/** Reports, and returns what was printed. */
function report(functions: readonly FunctionPermissions[], json: boolean): string {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  try {
    reportPermissions(functions, json)
    return write.mock.calls.join('')
  } finally {
    write.mockRestore()
  }
}

test('prints a line for each function, or all as JSON with the totals', () => {
  expect(report([sound], false)).toMatch(/^me {2}1 of 1 used\n/)
  expect(JSON.parse(report([sound], true))).toEqual({
    functions: [sound],
    totals: { functions: 1, used: 1, unused: 0, refused: 0, setApart: 0 },
  })
})

test('fails when a permission is unused', () => {
  const unused = [{ ...sound, used: [], unused: [grant] }]
  expect(() => report(unused, false)).toThrow('A permission is unused or missing.')
})
