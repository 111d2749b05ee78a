import { type Estimate, estimate, median, pairedRatio } from '../statistics.ts'
import { toTable } from '../to-table.ts'
import { CLIENTS, type RouteFigures } from './measure-rounds.ts'
import type { LocalResult, StackResult } from './results.ts'
import { type Phase, totalMs } from './time-phases.ts'

/** What differs between the stacks, so that their figures do not mean the same. */
const DIFFERENCES = [
  'Both allow a function only the AWS calls of its role. npm start also checks that API Gateway may invoke a function, and that its role may read its queue or stream.',
  'npm start runs functions in threads of one process, and DynamoDB Local in a process of Java. MiniStack runs each function in a process of Node, and keeps tables in a Python process.',
  'npm start records each request with headers, bodies and AWS calls for its console, and each write waits for the disk. MiniStack here keeps data in memory only.',
  'npm start bundles for reloads: not minified. MiniStack gets the deployed bundles, and alarms and a dashboard that npm start leaves out.',
  'A save is applied by npm start itself; for MiniStack by a command, which bundles all functions, as each deployment of this project does.',
  'MiniStack emulates many more services than this project uses.',
]

type Figure = (stack: StackResult) => readonly number[]

/** The table of a run and what it cannot compare, in Markdown. */
export function toLocalReport(result: LocalResult): string {
  const { setting, load, ours, other, frontMs } = result
  const loads = load.map((one) => one.toFixed(1)).join(', ')
  return [
    `${setting}; load before and after the rounds: ${loads}`,
    '',
    ...toTable(['', ours.name, other.name, `${other.name} / ${ours.name}`], rows(result)),
    '',
    ...[ours, other].map(({ name, start }) => `Start of ${name}: ${describe(start)}.`),
    `A save for ${other.name}: ${describe(medianPhases(other.reloads))} (medians).`,
    '',
    'Not equal:',
    ...DIFFERENCES.map((one) => `- ${one}`),
    `- Each AWS call of MiniStack's functions passes a proxy that replaces TLS and DNS, which takes ${frontMs.toFixed(1)} ms. Requests to its API do not.`,
    '',
  ].join('\n')
}

function rows({ ours, other }: LocalResult): string[][] {
  const row = (name: string, figure: Figure, digits: number) => {
    const [one, another] = [figure(ours), figure(other)]
    return [
      name,
      toCell(estimate(one), digits),
      toCell(estimate(another), digits),
      toCell(pairedRatio(another, one), 2),
    ]
  }
  const perRoute = Object.keys(ours.routes).flatMap((route) => {
    const of = (name: keyof RouteFigures) => (stack: StackResult) =>
      stack.routes[route]?.[name] ?? []
    return [
      row(`${route}: p50, ms`, of('p50'), 1),
      row(`${route}: p90, ms`, of('p90'), 1),
      row(`${route}: requests per second, ${CLIENTS} clients`, of('perSecond'), 0),
    ]
  })
  return [
    row('start to first response, s', ({ start }) => [totalMs(start) / 1000], 1),
    row('memory at rest, MB', ({ restMb }) => [restMb], 0),
    row('memory after the load, MB', ({ loadedMb }) => [loadedMb], 0),
    ...perRoute,
    row('save to new response, s', ({ reloads }) => reloads.map(toSeconds), 1),
  ]
}

function toSeconds(phases: readonly Phase[]): number {
  return totalMs(phases) / 1000
}

/** A value measured once has no interval. */
function toCell({ value, low, high }: Estimate, digits: number): string {
  const [middle, from, to] = [value, low, high].map((one) => one.toFixed(digits))
  return low === high ? `${middle}` : `${middle} (${from}–${to})`
}

function describe(phases: readonly Phase[]): string {
  return phases.map(({ name, ms }) => `${name} ${(ms / 1000).toFixed(1)} s`).join(', ')
}

/** The median of each phase. All runs have the same phases. */
export function medianPhases(runs: readonly (readonly Phase[])[]): Phase[] {
  const [first = []] = runs
  return first.map(({ name }, i) => ({
    name,
    ms: median(runs.map((phases) => phases[i]?.ms ?? Number.NaN)),
  }))
}
