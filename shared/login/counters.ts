import type { Counter } from '../rate-limits/counters.ts'

// The counters of wrong passwords. E-mail addresses are in lower case. A network is an IPv4 address or an IPv6 /64.

/** For an e-mail address from all networks. */
export function emailCounter(address: string): Counter {
  return { name: 'login-email', subject: address }
}

/** For an e-mail address from one network. */
export function emailAndNetworkCounter(address: string, network: string): Counter {
  return { name: 'login-email-ip', subject: `${address} ${network}` }
}

/** For one network, whatever the e-mail address. */
export function networkCounter(network: string): Counter {
  return { name: 'login-ip', subject: network }
}
