import { isIPv6 } from 'node:net'
import type { EndpointEvent } from './endpoint-event.ts'

// An IPv6 address has 8 hextets (groups of 16 bits). The first 4 are its /64 network.
const HEXTETS = 8
const NETWORK_HEXTETS = 4
/** An IPv4 address in IPv6 form, e.g. `::ffff:192.0.2.1`. */
const MAPPED_IPV4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i

/**
 * Converts a client's address to the network for which the rate limits count: the IPv4 address, or the /64 of an
 * IPv6 address, because one client usually has the whole /64. Returns any other text unchanged.
 */
export function clientNetwork(ip: string): string {
  if (!ip.includes(':')) return ip
  const [, mapped] = MAPPED_IPV4.exec(ip) ?? []
  if (mapped) return mapped
  if (!isIPv6(ip)) return ip
  // A zone id after `%` is dropped. `::` stands for the missing zeros.
  const [head = '', tail] = ip.split('%')[0]?.split('::') ?? []
  const before = toHextets(head)
  const after = toHextets(tail ?? '')
  const gap = Array.from({ length: HEXTETS - before.length - after.length }, () => '0')
  const all = tail === undefined ? before : [...before, ...gap, ...after]
  return `${all.slice(0, NETWORK_HEXTETS).join(':')}::/64`
}

/** Returns the network of a request's client, also when the request came through CloudFront. */
export function networkOf({ viewerAddress, requestContext }: EndpointEvent): string {
  return clientNetwork(viewerAddress ?? requestContext.http.sourceIp)
}

/**
 * Splits a part of an IPv6 address into hextets without leading zeros. Replaces an embedded IPv4 address by two
 * zeros: it is within the last four hextets, which do not belong to the network.
 */
function toHextets(part: string): string[] {
  const hextets = part === '' ? [] : part.split(':')
  return hextets.flatMap((one) =>
    one.includes('.') ? ['0', '0'] : [Number.parseInt(one, 16).toString(16)],
  )
}
