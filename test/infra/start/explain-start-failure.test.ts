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
