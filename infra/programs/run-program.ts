import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'

/** Options of a program. */
export interface ProgramOptions {
  readonly env: NodeJS.ProcessEnv
  readonly cwd?: string
  /** Gets all output of the program. */
  readonly logFile: string
}

/** What a program wrote to standard output and standard error, and how it ended. */
export interface Finished {
  readonly output: string
  readonly code: number | null
}

// Each program leads a process group, so that `endPrograms` can end its child processes too.
const groups = new Set<number>()

/** Starts a program without waiting for its end. `endPrograms` ends it if it still runs then. */
export function startProgram(
  command: string,
  args: readonly string[],
  { env, cwd, logFile }: ProgramOptions,
): ChildProcess {
  const child = spawn(command, args, {
    env,
    cwd,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const log = createWriteStream(logFile, { flags: 'a' })
  child.stdout?.pipe(log, { end: false })
  child.stderr?.pipe(log, { end: false })
  const { pid } = child
  if (pid !== undefined) {
    groups.add(pid)
    child.on('exit', () => groups.delete(pid))
  }
  return child
}

/** Runs a program to its end. @throws Error when it cannot be started. */
export async function runProgram(
  command: string,
  args: readonly string[],
  options: ProgramOptions,
): Promise<Finished> {
  const child = startProgram(command, args, options)
  let output = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (output += text))
  const [code] = await once(child, 'close')
  return { output, code }
}

/** Ends every program that still runs, with its child processes. */
export function endPrograms(): void {
  for (const pid of groups) {
    try {
      process.kill(-pid, 'SIGKILL')
    } catch {
      // The program has ended already.
    }
  }
  groups.clear()
}
