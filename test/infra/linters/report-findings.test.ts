import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Accepted } from '../../../infra/linters/accepted-findings.ts'
import { reportFindings } from '../../../infra/linters/report-findings.ts'

const run = { linters: ['cfn-lint 1', 'checkov 2'], stages: ['dev', 'prod'] }
const accepted: Accepted[] = [{ rule: 'A', reason: 'Why.' }]
const find = (rule: string) => ({ stage: 'dev', rule, resource: 'Queue1', message: 'Encrypt it' })

let output = ''
beforeEach(() => {
  output = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    output += text
    return true
  })
})
afterEach(() => {
  vi.restoreAllMocks()
})

test('passes when exactly the accepted findings occur, and prints only the summary', () => {
  expect(reportFindings([find('A')], run, accepted)).toBe(true)
  expect(output).toBe(
    'cfn-lint 1, checkov 2: 1 findings in dev and prod, 0 of them not accepted. 1 rules are accepted, each with a reason.\n',
  )
})

test('fails on a finding that is not accepted, and prints it as a table', () => {
  expect(reportFindings([find('A'), find('B')], run, accepted)).toBe(false)
  expect(output.split('\n').slice(0, -2)).toEqual([
    'stage  rule  resource  message',
    'dev    B     Queue1    Encrypt it',
  ])
  expect(output).toContain('2 findings in dev and prod, 1 of them not accepted')
})

test('fails on an accepted finding that no longer occurs, and says what to remove', () => {
  expect(reportFindings([], run, accepted)).toBe(false)
  expect(output.split('\n')[0]).toBe(
    'A is accepted but no longer occurs: remove its entry "Why." from infra/linters/accepted-findings.ts',
  )
})
