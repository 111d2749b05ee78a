import { expect, type TestContext } from 'vitest'

interface Gap {
  readonly test: string
  readonly why: string
}

/** The tests that the stack under test cannot pass: of an emulator, `npm run rehearse`. */
const gaps: readonly Gap[] = JSON.parse(process.env.E2E_GAPS ?? '[]')
const met = new Set<string>()

/** Skips a test that is among the gaps, with the reason. */
export function skipGap({ task, skip }: TestContext): void {
  const gap = gaps.find(({ test }) => test === `${task.suite?.name} > ${task.name}`)
  if (!gap) return
  met.add(gap.test)
  skip(gap.why)
}

/** Fails when a gap names no test. */
export function expectGapsMet(): void {
  expect(gaps.map(({ test }) => test).filter((name) => !met.has(name))).toEqual([])
}
