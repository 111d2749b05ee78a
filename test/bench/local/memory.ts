import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

const KB_PER_MB = 1024

interface ProcessRow {
  readonly pid: number
  readonly parent: number
  /** Resident memory in KB. */
  readonly resident: number
}

/**
 * Resident memory of a process and all its descendants, in MB. On Linux, memory that processes share counts once
 * (PSS): each process of Node shares the pages of its program with the others.
 */
export function memoryOf(pid: number): number {
  const rows = toRows(execFileSync('ps', ['-A', '-o', 'pid=,ppid=,rss='], { encoding: 'utf8' }))
  const kilobytes = withDescendants(rows, pid).map((one) => proportional(one) ?? one.resident)
  return kilobytes.reduce((sum, one) => sum + one, 0) / KB_PER_MB
}

/** Parses the output of `ps -A -o pid=,ppid=,rss=`. */
export function toRows(output: string): ProcessRow[] {
  return output
    .trim()
    .split('\n')
    .map((line) => {
      const [pid = 0, parent = 0, resident = 0] = line.trim().split(/\s+/).map(Number)
      return { pid, parent, resident }
    })
}

/** The rows of a process and of everything that it started. */
export function withDescendants(rows: readonly ProcessRow[], pid: number): ProcessRow[] {
  const own = rows.filter((row) => row.pid === pid)
  const children = rows.filter(({ parent }) => parent === pid)
  return [...own, ...children.flatMap((child) => withDescendants(rows, child.pid))]
}

/** Undefined where the system does not report it, and when the process has ended. */
function proportional({ pid }: ProcessRow): number | undefined {
  try {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
    const [, kilobytes] = /^Pss:\s+(\d+) kB$/m.exec(rollup) ?? []
    return kilobytes === undefined ? undefined : Number(kilobytes)
  } catch {
    return undefined
  }
}
