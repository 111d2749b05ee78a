import { expect, test } from 'vitest'
import { ROOT, sampleKeys } from './list-mutants.ts'
import { reportFolder, scoreOf, toLine } from './report.ts'
import type { MutantResult } from './run-stryker.ts'

const keys = Array.from({ length: 100 }, (_, index) => `shared/a.ts:${index}:0-${index}:9 false`)

function result(status: MutantResult['status']): MutantResult {
  const location = { start: { line: 1, column: 4 }, end: { line: 1, column: 8 } }
  const fileName = `${ROOT}/shared/otps/otp.ts`
  return { id: '1', mutatorName: 'Any', fileName, location, replacement: 'false', status }
}

test('a seed always chooses the same mutants, another seed others', () => {
  const sample = sampleKeys(keys, 10, 7)
  expect(new Set(sample).size).toBe(10)
  expect(sampleKeys([...keys].reverse(), 10, 7)).toEqual(sample)
  expect(sampleKeys(keys, 10, 8)).not.toEqual(sample)
})

test('in the score, a mutant that no test loads counts as not killed', () => {
  const statuses = ['Killed', 'Timeout', 'RuntimeError', 'Survived', 'NoCoverage'] as const
  const report = reportFolder('shared/otps', statuses.map(result), () => [])
  expect(toLine(report)).toBe('shared/otps: 5 mutants, 3 killed, 1 survived, 1 no coverage, 60.0 %')
  expect(scoreOf([report, report])).toBe(60)
})

test('a survivor is named with file, line and change', () => {
  const { survivors } = reportFolder('shared/otps', [result('Survived')], () => ['', 'if (true) {'])
  expect(survivors).toEqual(['shared/otps/otp.ts:2: true → false'])
})
