import { isIPv6 } from 'node:net'

const HEXTETS = 8
const NETWORK_HEXTETS = 4
const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i

/**
 * Who a limit by address is about: an IPv4 address, or the /64 of an IPv6 one, since whoever has one
 * address of a /64 has them all. Anything else is itself.
 */
export function clientNetwork(ip: string): string {
  if (!ip.includes(':')) return ip
  const [, mapped] = MAPPED.exec(ip) ?? []
  if (mapped) return mapped
  if (!isIPv6(ip)) return ip
  const [head = '', tail] = ip.split('%')[0]?.split('::') ?? []
  const before = toHextets(head)
  const after = toHextets(tail ?? '')
  const gap = Array.from({ length: HEXTETS - before.length - after.length }, () => '0')
  const all = tail === undefined ? before : [...before, ...gap, ...after]
  return `${all.slice(0, NETWORK_HEXTETS).join(':')}::/64`
}

/** Each without leading zeros. An embedded IPv4 address takes the place of two, of the last four. */
function toHextets(part: string): string[] {
  const hextets = part === '' ? [] : part.split(':')
  return hextets.flatMap((one) =>
    one.includes('.') ? ['0', '0'] : [Number.parseInt(one, 16).toString(16)],
  )
}
