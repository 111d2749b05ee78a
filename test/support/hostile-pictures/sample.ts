import { existsSync, readFileSync } from 'node:fs'
import { encodePicture } from '../../../shared/profile-picture/encode-picture.ts'

// Encodes the pictures whose paths are its arguments, one after another, and prints the CPU time and
// memory as JSON: see measure-pictures.ts.

let outcome = ''
const before = process.cpuUsage()
for (const path of process.argv.slice(2)) {
  outcome = await encodePicture(readFileSync(path)).then(
    ({ width, height }) => `${width} × ${height}`,
    (error: unknown) => JSON.stringify(error),
  )
}
const { user, system } = process.cpuUsage(before)
process.stdout.write(
  JSON.stringify({ outcome, cpuSeconds: (user + system) / 1e6, peakMb: peakKb() / 1024 }),
)

/** The most memory of this process so far. On Linux, `maxRSS` would include the parent's memory. */
function peakKb(): number {
  const status = '/proc/self/status'
  const peak = existsSync(status)
    ? /VmHWM:\s*(\d+)/.exec(readFileSync(status, 'utf8'))?.[1]
    : undefined
  return peak ? Number(peak) : process.resourceUsage().maxRSS
}
