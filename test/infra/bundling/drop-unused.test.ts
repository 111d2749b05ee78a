import { expect, test } from 'vitest'
import { markPure } from '../../../infra/bundling/drop-unused.ts'

test.each([
  ['a call', 'z.object({\n  b: z.string(),\n}).refine((v) => v)'],
  ['an object of a class', 'new Map()'],
  ['an array, which may have computed keys', '[3, n0, { [b]: 1 }]'],
  ['an object with a call', '{ b: c() } as const'],
  ['a call with a template literal of several lines', 'b(`one;\ntwo\\`\n`)'],
  ['a call of a function that awaits', 'b(async () => await c())'],
])('a constant can be dropped that is %s', (_, value) => {
  expect(markPure(`export const a: A = ${value}\n\nexport { a }\n`)).toBe(
    `export const a: A = /* @__PURE__ */ (() => (${value}))()\n\nexport { a }\n`,
  )
})

test.each([
  ['a plain value', 'const a = 5\n'],
  ['a function', 'const a = (b) => c(b)\n'],
  ['an awaited value', 'const a = await b()\n'],
  ['a constant inside of a function', 'function a() {\n  const b = c()\n}\n'],
  ['a call for its side effect', 'start()\n'],
])('%s is not changed', (_, code) => {
  expect(markPure(code)).toBe(code)
})

test('each constant of a declaration is marked, with its comments', () => {
  expect(markPure('const /* x */ a = b(), c = /* y */ d() // z\n')).toBe(
    'const /* x */ a = /* @__PURE__ */ (() => (b()))(), c = /* y */ /* @__PURE__ */ (() => (d()))() // z\n',
  )
})

test('the response of a route is removed, and line numbers stay', () => {
  const code = [
    'export const route = defineRoute({',
    "  summary: 'Read',",
    '  response: z.object({',
    '    points: z.int(),',
    '  }),',
    '  errors: [],',
    '})',
    'export const handler = endpoint(route, read)',
    '',
  ]
  const marked = markPure(code.join('\n')).split('\n')
  expect(marked).toHaveLength(code.length)
  expect(marked.slice(1, 6)).toEqual(["  summary: 'Read',", '', '', '', '  errors: [],'])
})

test('a property named response of anything else stays', () => {
  expect(markPure('const a = b({ response: c })\n')).toContain('response: c')
})

test.each(['defineRoute()', 'defineRoute(contract)', "defineRoute({ 'response': c })"])(
  'a route without a literal response is only marked: %s',
  (call) => {
    expect(markPure(`const route = ${call}\n`)).toBe(
      `const route = /* @__PURE__ */ (() => (${call}))()\n`,
    )
  },
)
