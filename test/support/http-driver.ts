import type { Driver } from './drivers.ts'

/** Sends it to a stack: the gateway, the deployed bundle, the function's own permissions. */
export function httpTo(apiUrl: string): Driver {
  return {
    name: 'HTTP',
    call: async ({ method, path, headers, body }) => {
      const response = await fetch(`${apiUrl}${path}`, {
        method,
        headers,
        body: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
      })
      return {
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body: await response.json(),
      }
    },
  }
}
