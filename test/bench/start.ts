import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { requireNoOptions } from '../../infra/programs/require-no-options.ts'
import { READY } from '../../infra/start/welcome.ts'
import { startCommand } from '../support/start-command.ts'

// `npm run bench:start`: starts the local stack twice in a new folder, and prints the time of each
// phase. Load, bundle and synth run in this order in another process, while the engines start.

const ROOT = resolve(import.meta.dirname, '../..')
const PRELOADED = join(import.meta.dirname, 'print-phases.mjs')

requireNoOptions(
  'bench:start',
  'Starts the local stack twice in a new folder and prints the time of each phase.',
)

interface Phase {
  phase: string
  /** Epoch ms. */
  at: number
  /** Ms. */
  duration: number
}

const folder = await mkdtemp(join(tmpdir(), 'bench-start-'))
try {
  for (const which of ['first', 'second']) {
    const { phases, startedAt, readyMs } = await start()
    process.stdout.write(`\nThe ${which} start was ready after ${readyMs.toFixed(0)} ms\n\n`)
    for (const { phase, at, duration } of phases) {
      const [from, took] = [at - startedAt, duration].map((ms) => ms.toFixed(0).padStart(6))
      process.stdout.write(`  ${phase.padEnd(14)}${took} ms, from ${from} ms on\n`)
    }
  }
} finally {
  await rm(folder, { recursive: true })
}

/** Starts the stack as `npm start` does, and ends it when it is ready. */
async function start(): Promise<{ phases: Phase[]; startedAt: number; readyMs: number }> {
  const startedAt = Date.now()
  const child = spawn(...startCommand(), {
    cwd: ROOT,
    env: {
      ...process.env,
      PORT: '0',
      LOCAL_FOLDER: folder,
      NODE_OPTIONS: `--import=${PRELOADED}`,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const phases: Phase[] = []
  // The first is of `npm start` itself.
  const origins: number[] = []
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (line.startsWith('phase-origin ')) origins.push(Number(line.split(' ')[1]))
    else if (line.startsWith('{"phase"')) phases.push(JSON.parse(line))
    else process.stderr.write(`${line}\n`)
  })
  let isReady = false
  for await (const line of createInterface({ input: child.stdout })) {
    isReady = line.startsWith(READY)
    if (isReady) break
  }
  if (!isReady) throw new Error('The stack ended before it was ready')
  const readyMs = Date.now() - startedAt
  child.kill('SIGTERM')
  await once(child, 'exit')
  const [origin = startedAt] = origins
  phases.push({ phase: 'launch', at: startedAt, duration: origin - startedAt })
  return { phases: phases.sort((a, b) => a.at - b.at), startedAt, readyMs }
}
