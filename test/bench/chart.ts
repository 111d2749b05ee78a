import { figure, type Measured } from './results.ts'

const WIDTH = 720
const LABELS = 170
const ROW = 26
const TOP = 56

/** Draws the CPU times of the cold starts as an SVG bar chart, for light and dark pages. */
export function toChart(measured: readonly Measured[]): string {
  const bars = measured
    .filter(({ name, bundle }) => bundle && !name.includes('A/A'))
    .map(({ name, cold }) => ({ name, ms: figure(cold, 'coldCpu') / 1000 }))
    .sort((a, b) => a.ms - b.ms)
  const most = Math.max(...bars.map(({ ms }) => ms))
  const scale = (WIDTH - LABELS - 70) / most
  const rows = bars.map(({ name, ms }, i) => {
    const y = TOP + i * ROW
    const width = (ms * scale).toFixed(1)
    return `  <text x="${LABELS - 10}" y="${y + 14}" text-anchor="end">${name}</text>
  <rect class="${name.startsWith('ours') ? 'ours' : 'peer'}" x="${LABELS}" y="${y}" width="${width}" height="18" rx="3"/>
  <text x="${LABELS + ms * scale + 8}" y="${y + 14}">${ms.toFixed(0)} ms</text>`
  })
  const height = TOP + bars.length * ROW + 8
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="CPU time of a cold start">
  <style>
    text { font: 13px system-ui, sans-serif; fill: #57606a }
    .title { font-weight: 600; font-size: 15px }
    .ours { fill: #2da44e }
    .peer { fill: #8c959f }
    @media (prefers-color-scheme: dark) { text { fill: #adbac7 } }
  </style>
  <text class="title" x="10" y="22">CPU time of a cold start: PATCH /users/info, import to first response</text>
  <text x="10" y="42">Median of fresh processes, Node ${process.versions.node}; lower is better</text>
${rows.join('\n')}
</svg>
`
}
