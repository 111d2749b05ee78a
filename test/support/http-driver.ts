import type { ApiRequest, Driver } from './api-request.ts'

/** Sends requests to a stack over HTTP: through its gateway, to the real bundle with its permissions. */
export function httpTo(apiUrl: string): Driver {
  return {
    name: 'HTTP',
    network: '127.0.0.1',
    call: async (request) => {
      const response = await send(apiUrl, request)
      return {
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body: await response.json(),
      }
    },
  }
}

/** Sends a request over HTTP. A body that is neither a string nor bytes is sent as JSON. */
export async function send(
  apiUrl: string,
  { method, path, headers, body }: ApiRequest,
): Promise<Response> {
  return await fetch(`${apiUrl}${path}`, {
    method,
    headers,
    body: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
  })
}
