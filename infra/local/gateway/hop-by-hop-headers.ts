/**
 * Lower-case names of headers that speak of one connection only: the gateway keeps them from the
 * function, and keeps the function from setting them on a connection that is not its own.
 */
export const HOP_BY_HOP_HEADERS: ReadonlySet<string> = new Set([
  'connection',
  'expect',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])
