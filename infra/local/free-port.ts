import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'

/**
 * Asked before anything is started, so that the answer comes at once.
 * @throws Error that names who has the port, and says how to choose another.
 */
export async function requireFreePort(port: number): Promise<void> {
  const probe = createServer().listen(port, '127.0.0.1')
  try {
    await once(probe, 'listening')
  } catch (cause) {
    const other = `choose another: PORT=${port + 1} npm start`
    if ((cause as NodeJS.ErrnoException).code === 'EACCES') {
      throw new Error(`Port ${port} is for administrators only. Please ${other}`, { cause })
    }
    const holder = holderOf(port)
    const by = holder ? ` by ${holder}` : ''
    throw new Error(`Port ${port} is taken${by}. End what uses it, or ${other}`, { cause })
  }
  probe.close()
  await once(probe, 'close')
}

/** `node (process 1234)`; undefined where this machine does not tell. */
function holderOf(port: number): string | undefined {
  try {
    const args = ['-nP', '-a', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc']
    const told = execFileSync('lsof', args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const [, pid, name] = /^p(\d+)\nc(.*)$/m.exec(told) ?? []
    return pid && `${name} (process ${pid})`
  } catch {
    return undefined
  }
}
