import { expect, test } from 'vitest'
import { markPure } from '../../../infra/bundling/drop-unused.ts'

test('constants that calls make may be dropped', () => {
  expect(
    markPure('const a = z.object({\n  b: z.string()\n}).refine((v) => v);\nexport {\n  a\n};\n'),
  ).toBe(
    'const a = /* @__PURE__ */ (() => (z.object({\n  b: z.string()\n}).refine((v) => v)))();\nexport {\n  a\n};\n',
  )
})

test.each([
  ['a plain value', 'const a = 5;\n'],
  ['a function', 'const a = (b) => c(b);\n'],
  ['what is awaited', 'const a = await b();\n'],
  ['a file whose texts span lines', 'const a = b(`one;\ntwo`);\n'],
  ['what is done for its effect', 'start();\n'],
])('%s stays as it is', (_, code) => {
  expect(markPure(code)).toBe(code)
})

test('the response of a route goes, and no line moves', () => {
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
