import type { Row } from './cost-tables.ts'
import {
  chooseMemory,
  lambdaDollars,
  MEMORY_SIZES,
  type MemoryFigures,
  type MemoryMb,
  type Tuned,
} from './memory.ts'

/** The measured functions: the chosen memory, and `p50 (p90), dollars per million` of each size. */
export function memoryTable({ functions }: Tuned): Row[] {
  return Object.entries(functions).map(([id, figures]) => ({
    function: id,
    chosen: chooseMemory(figures).toLocaleString('en'),
    ...Object.fromEntries(
      MEMORY_SIZES.map((size) => [`${size.toLocaleString('en')} MB`, cell(size, figures[size])]),
    ),
    'first request at 256, 512, 1,024': ([256, 512, 1_024] as const)
      .map((size) => figures[size].first.toFixed(0))
      .join(', '),
    RSS: figures[chooseMemory(figures)].rssMb,
  }))
}

function cell(memoryMb: MemoryMb, { p50, p90 }: MemoryFigures): string {
  return `${toMs(p50)} (${toMs(p90)}), ${lambdaDollars(memoryMb, p50).toFixed(2)}`
}

function toMs(ms: number): string {
  return ms < 20 ? ms.toFixed(1) : ms.toFixed(0)
}
