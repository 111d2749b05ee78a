import { expect, test } from 'vitest'
import { explainStartFailure } from '../../../infra/start/explain-start-failure.ts'

test('names file and line of a syntax error', () => {
  const error = new SyntaxError('Unexpected token')
  error.stack =
    '/app/stages.ts:2\nconst a = {{\n\nSyntaxError: Unexpected token\n    at parse (node:x:1:2)'
  expect(explainStartFailure(error)).toBe(
    '/app/stages.ts:2\nconst a = {{\n\nSyntaxError: Unexpected token',
  )
})

test.each([
  "ENOSPC: System limit for number of file watchers reached, watch '/project/infra'",
  "EMFILE: too many open files, watch '/project/infra'",
])('names the limit of watched files, and how to raise it: %s', (message) => {
  const error = Object.assign(new Error(message), { code: message.slice(0, 6), syscall: 'watch' })
  const said = explainStartFailure(error)
  expect(said).toContain('sudo sysctl fs.inotify.max_user_watches=524288')
  expect(said).toContain(message)
  expect(said).not.toContain('There is no space left')
})

test.each(['ENOSPC: no space left on device, write', 'write /x: no space left on device'])(
  'names a full disk: %s',
  (message) => {
    expect(explainStartFailure(new Error(message))).toContain('There is no space left')
  },
)
