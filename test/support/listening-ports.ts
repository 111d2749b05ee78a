import { globSync, readFileSync, readlinkSync } from 'node:fs'

/** A TCP port on which this process or one of its descendants listens. */
export interface ListeningPort {
  readonly port: number
  /** Whether only this machine reaches it. */
  readonly isLoopback: boolean
}

const LISTEN = '0A'
/** 127.0.0.1, ::1 and ::ffff:127.0.0.1 as /proc/net writes them. */
const LOOPBACK = /^(?:0100007F|0{24}01000000|0{16}FFFF00000100007F)$/

/** Lists the ports of this process and its descendants, from /proc. Only on Linux. */
export function listeningPorts(): ListeningPort[] {
  const sockets = new Set([...ownProcesses()].flatMap(socketsOf))
  return ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) =>
    readFileSync(table, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , , state, , , , , , inode = '']) => state === LISTEN && sockets.has(inode))
      .map(([, local = '']) => {
        const [address = '', port = ''] = local.split(':')
        return { port: Number.parseInt(port, 16), isLoopback: LOOPBACK.test(address) }
      }),
  )
}

function ownProcesses(): Set<string> {
  const parents = new Map<string, string>()
  for (const file of globSync('/proc/[0-9]*/stat')) {
    const stat = readOr('', () => readFileSync(file, 'utf8'))
    const [pid = ''] = stat.split(' ')
    // The name before the state may contain spaces and parentheses.
    const [, parent = ''] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    parents.set(pid, parent)
  }
  const own = new Set([String(process.pid)])
  let size = 0
  while (size < own.size) {
    size = own.size
    for (const [pid, parent] of parents) if (own.has(parent)) own.add(pid)
  }
  return own
}

function socketsOf(pid: string): string[] {
  return globSync(`/proc/${pid}/fd/*`).flatMap((file) => {
    const [, inode] = /^socket:\[(\d+)\]$/.exec(readOr('', () => readlinkSync(file))) ?? []
    return inode ?? []
  })
}

/** Returns `otherwise` when `read` fails: processes end and files close while they are listed. */
function readOr<T>(otherwise: T, read: () => T): T {
  try {
    return read()
  } catch {
    return otherwise
  }
}
