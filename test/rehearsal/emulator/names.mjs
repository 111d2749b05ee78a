// Loaded before the e2e suite (`node --import`). Makes `fetch` send requests for the emulator's API and
// CloudFront to the front (front.ts), because no DNS server knows their host names.
const NAMES = /\.(?:execute-api\.localhost|cloudfront\.net)$/
const front = process.env.AWS_ENDPOINT_URL
const { fetch } = globalThis

globalThis.fetch = (input, init) => {
  const { hostname, host, pathname, search } = new URL(input)
  if (!NAMES.test(hostname)) return fetch(input, init)
  const headers = new Headers(init?.headers)
  headers.set('x-rehearsal-host', host)
  return fetch(`${front}${pathname}${search}`, { ...init, headers })
}
