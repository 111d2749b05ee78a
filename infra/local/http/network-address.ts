import { networkInterfaces } from 'node:os'

/** Listens on all IPv4 addresses of this machine. */
export const ALL_ADDRESSES = '0.0.0.0'

const LOOPBACK = /^(?:127\.|::1$|::ffff:127\.)/
/** Networks of containers and virtual machines. A phone in the local network cannot reach their addresses. */
const VIRTUAL = /^(?:docker|br-|veth|virbr|vmnet|utun|tun)/

/** Whether only this machine can reach an address. */
export function isLoopback(address = ''): boolean {
  return LOOPBACK.test(address)
}

/** Returns this machine's IPv4 address in the local network; undefined when there is none. */
export function networkAddress(): string | undefined {
  const found = Object.entries(networkInterfaces()).flatMap(([name, addresses = []]) =>
    addresses
      .filter(({ family, internal }) => family === 'IPv4' && !internal)
      .map(({ address }) => ({ address, isVirtual: VIRTUAL.test(name) })),
  )
  return (found.find(({ isVirtual }) => !isVirtual) ?? found[0])?.address
}
