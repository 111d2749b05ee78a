import {
  chooseMemory,
  lambdaDollars,
  MEMORY_SIZES,
  type Tuned,
} from '../../../infra/costs/memory.ts'

const [WIDTH, HEIGHT, LEFT, TOP, BOTTOM] = [720, 360, 60, 56, 40] as const
const SHOWN = {
  AuthLoginPost: ['login', '#cf222e'],
  UsersProfilePicturePost: ['12 MP picture', '#8250df'],
  UsersSendPhoneOtpPost: ['send an OTP', '#0969da'],
  UsersInfoPatch: ['update the profile', '#2da44e'],
} as const

/**
 * Draws a chart as SVG: p50 on the y axis, cost on the x axis, both logarithmic. Each function of SHOWN
 * has a line, with a point for each size of memory; the chosen size is a filled point. The colours suit
 * light and dark pages.
 */
export function toPlot({ functions }: Tuned): string {
  const lines = Object.entries(SHOWN).flatMap(([id, [label, color]]) => {
    const figures = functions[id]
    if (!figures) return []
    const chosen = chooseMemory(figures)
    const points = MEMORY_SIZES.map((memoryMb) => {
      const { p50 } = figures[memoryMb]
      return { memoryMb, x: toX(lambdaDollars(memoryMb, p50)), y: toY(p50) }
    })
    return [
      `  <polyline points="${points.map(({ x, y }) => `${x},${y}`).join(' ')}" fill="none" stroke="${color}" stroke-width="1.5"/>`,
      ...points.map(({ memoryMb, x, y }) => {
        const fill = memoryMb === chosen ? color : 'var(--page)'
        return `  <circle cx="${x}" cy="${y}" r="5" fill="${fill}" stroke="${color}" stroke-width="1.5"/>
  <text x="${x + 8}" y="${y - 6}">${memoryMb}</text>`
      }),
      `  <text class="label" x="${Number(points.at(-1)?.x) + 42}" y="${Number(points.at(-1)?.y) + 5}" style="fill: ${color}">${label}</text>`,
    ]
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Duration and cost by memory">
  <style>
    svg { --page: #ffffff }
    text { font: 12px system-ui, sans-serif; fill: #57606a }
    .title { font-weight: 600; font-size: 15px }
    .label { font-size: 13px }
    line { stroke: #d0d7de }
    @media (prefers-color-scheme: dark) { svg { --page: #22272e } text { fill: #adbac7 } line { stroke: #444c56 } }
  </style>
  <text class="title" x="10" y="22">Duration of a warm request and its cost, by memory in MB</text>
  <text x="10" y="42">p50 in ms; dollars per million requests for Lambda; both logarithmic. Filled: the chosen memory.</text>
${axes()}
${lines.join('\n')}
</svg>
`
}

function axes(): string {
  const rows = [5, 10, 20, 50, 100, 200, 500].map(
    (ms) => `  <line x1="${LEFT}" x2="${WIDTH - 10}" y1="${toY(ms)}" y2="${toY(ms)}"/>
  <text x="${LEFT - 8}" y="${toY(ms) + 4}" text-anchor="end">${ms} ms</text>`,
  )
  const columns = [0.2, 0.3, 0.5, 1, 2, 3].map(
    (dollars) =>
      `  <text x="${toX(dollars)}" y="${HEIGHT - 14}" text-anchor="middle">$${dollars.toFixed(2)}</text>`,
  )
  return [...rows, ...columns].join('\n')
}

function toX(dollars: number): number {
  return Math.round(LEFT + shareOf(dollars, 0.18, 5) * (WIDTH - LEFT - 110))
}

function toY(ms: number): number {
  return Math.round(HEIGHT - BOTTOM - shareOf(ms, 4, 900) * (HEIGHT - TOP - BOTTOM))
}

/** The position of a value on a logarithmic scale: 0 at `least`, 1 at `most`. */
function shareOf(value: number, least: number, most: number): number {
  return Math.log(value / least) / Math.log(most / least)
}
