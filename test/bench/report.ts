import { NULL_HANDLER } from './contenders.ts'
import {
  figure,
  type Measured,
  type MeasuredFunction,
  named,
  ratio,
  steadyNet,
  type Target,
} from './results.ts'
import { type Estimate, median } from './statistics.ts'
import { toTable } from './to-table.ts'

/** The tables of `npm run bench` in Markdown. */
export function toReport(
  measured: readonly Measured[],
  functions: readonly MeasuredFunction[],
  targets: readonly Target[],
): string {
  const nullHandler = named(measured, NULL_HANDLER)
  const stacks = measured.filter((one) => one !== nullHandler)
  return [
    'PATCH /users/info: KB loaded; CPU of the import and of import and first response, ms; CPU of a warm',
    'request, µs; of one without the SDK, in the steady state and of the first 100, µs; RSS after 1,000',
    `invokes, MB. The steady state is net of the harness, ${median(nullHandler.frameworkOnly.map(({ hot = 0 }) => hot)).toFixed(1)} µs.`,
    '',
    ...contenderTable(stacks, nullHandler),
    '',
    'Paired ratios, with the interval of 95 %: 1 is as much as the bare SDK.',
    '',
    ...ratioTable(stacks, named(measured, 'bare SDK')),
    '',
    ...targetTable(targets),
    '',
    'Our functions: KB that a start loads; times as above.',
    '',
    ...functionTable(functions),
    '',
  ].join('\n')
}

function contenderTable(stacks: readonly Measured[], nullHandler: Measured): string[] {
  const rows = stacks.map((one) => {
    const { name, bytes, cold, warm, frameworkOnly } = one
    const net = median(steadyNet(one, nullHandler))
    return [
      name,
      kilobytes(bytes),
      milliseconds(figure(cold, 'importCpu')),
      milliseconds(figure(cold, 'coldCpu')),
      figure(cold, 'coldMs').toFixed(0),
      whole(figure(warm, 'hot')),
      Number.isNaN(net) ? '' : net.toFixed(1),
      whole(figure(frameworkOnly, 'first100')),
      megabytes(figure(warm, 'rss')),
    ]
  })
  const head = [
    'stack',
    'KB',
    'import',
    'cold CPU',
    'cold wall',
    'warm',
    'steady',
    'first 100',
    'RSS',
  ]
  return toTable(head, rows)
}

function ratioTable(stacks: readonly Measured[], bare: Measured): string[] {
  const rows = stacks.map((one) => [
    one.name,
    interval(ratio(one, bare, 'cold', 'coldCpu')),
    interval(ratio(one, bare, 'warm', 'hot')),
    interval(ratio(one, bare, 'warm', 'rss')),
  ])
  return toTable(['stack / bare', 'cold CPU', 'warm', 'RSS'], rows)
}

function targetTable(targets: readonly Target[]): string[] {
  const rows = targets.map(({ what, most, found, isMet }) => [
    what,
    `≤ ${most}`,
    interval(found),
    isMet ? 'met' : 'NOT MET',
  ])
  return toTable(['target', 'most', 'found', ''], rows)
}

function functionTable(functions: readonly MeasuredFunction[]): string[] {
  const rows = functions.map(({ id, loadedBytes, cold, warm, frameworkOnly }) => [
    id,
    kilobytes(loadedBytes),
    milliseconds(figure(cold, 'importCpu')),
    milliseconds(figure(cold, 'coldCpu')),
    whole(figure(warm, 'hot')),
    whole(figure(frameworkOnly, 'hot')),
    megabytes(figure(warm, 'rss')),
    whole(figure(cold, 'answered')).replace(/^0$/, ''),
  ])
  const head = ['function', 'KB', 'import', 'cold CPU', 'warm', 'hot', 'RSS', 'answered']
  return toTable(head, rows)
}

const kilobytes = (bytes: number) => (bytes / 1024).toFixed(0)
const milliseconds = (µs: number) => (µs / 1000).toFixed(1)
const megabytes = (bytes: number) => whole(bytes / 1024 / 1024)
const whole = (value: number) => (Number.isNaN(value) ? '' : value.toFixed(0))

function interval({ value, low, high }: Estimate): string {
  if (Number.isNaN(value)) return ''
  // Kilobytes are exact, so they have no interval.
  if (value > 100) return value.toFixed(0)
  return `${value.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`
}
