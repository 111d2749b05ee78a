import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'

const MAX_COMMAND = 60
const MAX_PORT = 65_535

/** Parses a port; 0 is any free one. `name` says where the text is from. @throws Error that names both. */
export function parsePort(text: string, name: string): number {
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port <= MAX_PORT) return port
  throw new Error(`${name} must be a number from 0 to ${MAX_PORT}, not "${text}"`)
}

/**
 * Checks that a port is free. Called before anything is started, so that the error comes at once.
 * @throws Error that names the process on the port, and says how to choose another port.
 */
export async function requireFreePort(port: number, host: string): Promise<void> {
  const probe = createServer().listen(port, host)
  try {
    await once(probe, 'listening')
  } catch (cause) {
    const other = `choose another: PORT=${port + 1} npm start`
    if ((cause as NodeJS.ErrnoException).code === 'EACCES') {
      throw new Error(`Port ${port} is for administrators only. Please ${other}`, { cause })
    }
    const holder = processOn(port)
    const by = holder ? ` by ${holder}` : ''
    throw new Error(`Port ${port} is taken${by}. End what uses it, or ${other}`, { cause })
  }
  probe.close()
  await once(probe, 'close')
}

/** Returns e.g. `node server.js (process 1234)`; undefined where the system does not report it. */
function processOn(port: number): string | undefined {
  try {
    const ids = run('lsof', '-nP', '-a', `-iTCP:${port}`, '-sTCP:LISTEN', '-t')
    const [id = ''] = ids.trim().split('\n')
    const command = run('ps', '-o', 'args=', '-p', id).trim().slice(0, MAX_COMMAND)
    return `${command} (process ${id})`
  } catch {
    return undefined
  }
}

function run(program: string, ...args: string[]): string {
  return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
}
