import { describe, expect, test } from 'vitest'
import { durationsOf } from '../../../infra/costs/durations.ts'
import {
  chooseMemory,
  lambdaDollars,
  type MemoryFigures,
  readTuned,
} from '../../../infra/costs/memory.ts'
import { loadFunctions } from '../../../infra/functions/load-functions.ts'

const loaded = await loadFunctions()
const functions = [...loaded.routes, ...loaded.workers]
const tuned = readTuned()

/** Figures of the sizes from 256 to 1,769 MB, by their p50. */
function figures(...p50s: [number, number, number, number]) {
  const of = (p50: number): MemoryFigures => ({ first: 0, p50, p90: p50, rssMb: 100 })
  const [a, b, c, d] = p50s
  return { 256: of(a), 512: of(b), 1024: of(c), 1769: of(d) } as const
}

describe('the memory of a function', () => {
  test('costs its GB-seconds by started millisecond, and the request', () => {
    expect(lambdaDollars(1024, 42.3)).toBeCloseTo(0.2 + 43 * 0.0133334)
    expect(lambdaDollars(512, 6)).toBeCloseTo(0.2 + 3 * 0.0133334)
  })

  test('is 512 MB when more does not make it faster', () => {
    expect(chooseMemory(figures(6.6, 6.6, 6.6, 6.6))).toBe(512)
    expect(chooseMemory(figures(6.6, 6.6, 5.4, 5.4))).toBe(512)
  })

  test('is the next size when that is a fifth faster and at most a tenth dearer', () => {
    expect(chooseMemory(figures(184, 81, 43, 38))).toBe(1024)
    expect(chooseMemory(figures(400, 200, 100, 58))).toBe(1769)
  })

  test('stays when the next size is faster, but dearer by more than a tenth', () => {
    expect(chooseMemory(figures(200, 80, 63, 50))).toBe(512)
  })
})

const measured = functions.filter(({ id }) => tuned.functions[id])

describe('the contract of each measured function', () => {
  test.each(measured.map(({ id, contract }) => ({ id, memoryMb: contract.memoryMb })))(
    '$id has the memory that its figures choose',
    ({ id, memoryMb = 512 }) => {
      const figures = tuned.functions[id]
      expect(figures && chooseMemory(figures)).toBe(memoryMb)
    },
  )

  test.each(measured.map(({ id, contract }) => ({ id, memoryMb: contract.memoryMb })))(
    '$id needs at most three fifths of its memory',
    ({ id, memoryMb = 512 }) => {
      const { rssMb } = Object(tuned.functions[id])[memoryMb] as MemoryFigures
      expect(rssMb).toBeLessThanOrEqual(0.6 * memoryMb)
    },
  )
})

describe('the duration of a request', () => {
  const durations = durationsOf(loaded, tuned)

  test('is the measured p50 with the memory of its contract', () => {
    const p50 = tuned.functions.AuthLoginPost?.[1024].p50 ?? Number.NaN
    expect(durations.request('POST /auth/login')).toBe(p50 / 1000)
  })

  test('of a batch is that of the worker that records attempts, in whatever order workers are loaded', () => {
    const p50 = tuned.functions.WorkersRecordMcqAttemptsQueue?.[512].p50 ?? Number.NaN
    const reversed = { ...loaded, workers: loaded.workers.toReversed() }
    for (const one of [loaded, reversed]) expect(durationsOf(one, tuned).batch).toBe(p50 / 1000)
  })

  test('is 50 ms for a route that was not measured', () => {
    expect(durations.request('GET /nowhere')).toBe(0.05)
  })
})
