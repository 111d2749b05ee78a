import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const LAUNCH = resolve(import.meta.dirname, '../../infra/launch.mjs')
const running = new Set<ChildProcess>()

/** Ends what `launch` has started and still runs. */
export function endLaunched(): void {
  for (const child of running) child.kill('SIGKILL')
}

/** A script that was launched. */
export interface Launched {
  child: ChildProcess
  output: () => string
  /** Resolves when the output has this text; rejects when the process ends without it. */
  says(text: string): Promise<void>
  ended: Promise<number | null>
}

/** Runs a script as `npm start` does. */
export function launch(
  script: string,
  environment: Record<string, string>,
  ...args: string[]
): Launched {
  const child = spawn(process.execPath, [LAUNCH, script, ...args], {
    env: { ...process.env, DYNAMODB_ENDPOINT: '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk
      child.emit('output')
    })
  }
  const ended = once(child, 'close').then(([code]) => {
    running.delete(child)
    return code as number | null
  })
  const says = async (text: string) => {
    while (!output.includes(text)) {
      const next = await Promise.race([once(child, 'output'), ended])
      if (!Array.isArray(next) && !output.includes(text)) throw new Error(`It ended: ${output}`)
    }
  }
  return { child, output: () => output, says, ended }
}

/** Makes an empty folder, e.g. for LOCAL_FOLDER. */
export async function freeFolder(): Promise<string> {
  return await mkdtemp(join(tmpdir(), 'user api start-'))
}
