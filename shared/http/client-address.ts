import { isIPv6 } from 'node:net'

const GROUPS = 8
const GROUPS_OF_NETWORK = 4

/**
 * A client's address as caps count it: of IPv6 the /64 alone, as in `2001:db8:0:1::/64`, because a
 * home has that many addresses and could take another for each request.
 */
export function toClientAddress(address: string): string {
  if (!isIPv6(address)) return address
  const [, mapped] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address) ?? []
  if (mapped) return mapped
  const [head = '', tail] = address.toLowerCase().split('%')[0]?.split('::') ?? []
  const before = toGroups(head)
  const after = toGroups(tail ?? '')
  const zeros = new Array(Math.max(0, GROUPS - before.length - after.length)).fill('0')
  const network = [...before, ...zeros, ...after].slice(0, GROUPS_OF_NETWORK)
  return `${network.join(':')}::/64`
}

function toGroups(part: string): string[] {
  return part === '' ? [] : part.split(':').map((group) => group.replace(/^0+(?=.)/, ''))
}
