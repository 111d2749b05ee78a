import { expect, test } from 'vitest'
import { medianPhases, toLocalReport } from './report-local.ts'
import type { StackResult } from './results.ts'

const phase = (name: string, ms: number) => ({ name, ms })

const ours: StackResult = {
  name: 'npm start',
  start: [phase('until it is ready', 4_000), phase('first response', 100)],
  restMb: 800,
  loadedMb: 900,
  routes: { 'GET /auth/me': { p50: [5, 5], p90: [8, 8], perSecond: [200, 200] } },
  reloads: [[phase('response', 500)]],
}

const other: StackResult = {
  name: 'MiniStack',
  start: [phase('start', 1_000), phase('cdk deploy', 19_000), phase('first response', 500)],
  restMb: 200,
  loadedMb: 450,
  routes: { 'GET /auth/me': { p50: [50, 70], p90: [80, 80], perSecond: [20, 20] } },
  reloads: [[phase('cdk deploy --hotswap', 4_000), phase('response', 1_000)]],
}

const report = toLocalReport({
  setting: '2026-11-27, Node 24',
  load: [0.5, 2],
  frontMs: 1.2,
  ours,
  other,
})

/** The cells of a row, without the spaces that align them. */
function row(name: string): string[] {
  const found = report.split('\n').find((line) => line.startsWith(`| ${name}`)) ?? ''
  return found
    .split('|')
    .slice(2, -1)
    .map((cell) => cell.trim())
}

test('each figure stands beside that of the other stack, with the ratio of the same run', () => {
  expect(row('start to first response, s')).toEqual(['4.1', '20.5', '5.00'])
  expect(row('memory at rest, MB')).toEqual(['800', '200', '0.25'])
  expect(row('memory after the load, MB')).toEqual(['900', '450', '0.50'])
  expect(row('GET /auth/me: p50, ms')).toEqual(['5.0', '60.0 (50.0–70.0)', '12.00 (10.00–14.00)'])
  expect(row('GET /auth/me: p90, ms')).toEqual(['8.0', '80.0', '10.00'])
  expect(row('GET /auth/me: requests per second, 8 clients')).toEqual(['200', '20', '0.10'])
  expect(row('save to new response, s')).toEqual(['0.5', '5.0', '10.00'])
})

test('the report names the load, the phases and what is not equal', () => {
  expect(report).toContain('load before and after the rounds: 0.5, 2.0')
  expect(report).toContain(
    'Start of MiniStack: start 1.0 s, cdk deploy 19.0 s, first response 0.5 s.',
  )
  expect(report).toContain('A save for MiniStack: cdk deploy --hotswap 4.0 s, response 1.0 s')
  expect(report).toContain('a proxy that replaces TLS and DNS, which takes 1.2 ms')
})

test('the median of phases is taken phase by phase', () => {
  const runs = [
    [phase('deploy', 1), phase('response', 30)],
    [phase('deploy', 2), phase('response', 10)],
    [phase('deploy', 9), phase('response', 20)],
  ]
  expect(medianPhases(runs)).toEqual([phase('deploy', 2), phase('response', 20)])
  expect(medianPhases([])).toEqual([])
})
