import { expect, test } from 'vitest'
import { markPure } from '../../../infra/bundling/drop-unused.ts'

test('constants that are the result of a call can be dropped', () => {
  expect(
    markPure('const a = z.object({\n  b: z.string()\n}).refine((v) => v);\nexport {\n  a\n};\n'),
  ).toBe(
    'const a = /* @__PURE__ */ (() => (z.object({\n  b: z.string()\n}).refine((v) => v)))();\nexport {\n  a\n};\n',
  )
})

test.each([
  ['a plain value', 'const a = 5;\n'],
  ['a function', 'const a = (b) => c(b);\n'],
  ['an awaited value', 'const a = await b();\n'],
  ['a file with multi-line template literals', 'const a = b(`one;\ntwo`);\n'],
  ['a call for its side effect', 'start();\n'],
])('%s is not changed', (_, code) => {
  expect(markPure(code)).toBe(code)
})

test('the response of a route is removed, and line numbers stay', () => {
  const code = [
    'export const route = defineRoute({',
    "  summary: 'Read',",
    '  response: z.object({',
    '    points: z.int()',
    '  }),',
    '  errors: []',
    '});',
    'export const handler = endpoint(route, read);',
    '',
  ]
  const marked = markPure(code.join('\n')).split('\n')
  expect(marked).toHaveLength(code.length)
  expect(marked.slice(1, 6)).toEqual(["  summary: 'Read',", '', '', '', '  errors: []'])
})
