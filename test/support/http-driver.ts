import type { ApiRequest, Driver } from './api-request.ts'

/** Sends it to a stack: the gateway, the deployed bundle, the function's own permissions. */
export function httpTo(apiUrl: string): Driver {
  return {
    name: 'HTTP',
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

/** Makes a request over HTTP; a body that is no text and no bytes goes as JSON. */
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
