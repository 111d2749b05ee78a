import { expect, test } from 'vitest'
import {
  type Accepted,
  acceptedFindings,
  sortFindings,
} from '../../../infra/linters/accepted-findings.ts'

const accepted: Accepted[] = [
  { rule: 'A', reason: 'everywhere' },
  { rule: 'B', stages: ['dev'], reason: 'on dev' },
  { rule: 'C', resources: /^Queue/, reason: 'of queues' },
]
const find = (rule: string, stage = 'dev', resource = 'Queue1') => ({
  rule,
  stage,
  resource,
  message: '',
})

test('accepts a finding only by its rule, its stage and its resource', () => {
  const bad = [find('X'), find('B', 'prod'), find('C', 'dev', 'Bucket')]
  const good = [find('A'), find('B'), find('C', 'prod')]
  expect(sortFindings([...good, ...bad], accepted)).toEqual({ refused: bad, unused: [] })
})

test('names accepted findings that no longer occur', () => {
  expect(sortFindings([find('A'), find('B', 'prod')], accepted).unused).toEqual(accepted.slice(1))
})

test('each accepted finding names a rule of a linter, and gives a reason', () => {
  for (const { rule, reason, stages } of acceptedFindings) {
    expect(rule).toMatch(/^(CKV_AWS_\d+|[EWI]\d{4})$/)
    expect(reason, rule).toMatch(/^[A-Z].{20,}\.$/)
    for (const stage of stages ?? []) expect(['dev', 'prod'], rule).toContain(stage)
  }
})
