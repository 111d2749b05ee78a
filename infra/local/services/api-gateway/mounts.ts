import type { IncomingMessage, ServerResponse } from 'node:http'
import type { GatewayResponse } from './to-response.ts'

/** Handles a request. Its URL begins after the path of the mount. */
export type Serve = (request: IncomingMessage, response: ServerResponse) => void

const HOST = /^[\w.:[\]-]+$/

/** Paths of the gateway at which other servers are, such as `/_cdn`. They do not exist on AWS. */
export class Mounts {
  readonly #servers = new Map<string, Serve>()

  add(path: string, serve: Serve): void {
    this.#servers.set(path, serve)
  }

  /** Serves a request below one of the paths. Returns false when the request is for the API. */
  serve(request: IncomingMessage, response: ServerResponse): boolean {
    const { url = '/' } = request
    for (const [path, serve] of this.#servers) {
      if (!url.startsWith(`${path}/`)) continue
      request.url = url.slice(path.length)
      serve(request, response)
      return true
    }
    return false
  }

  /**
   * In links of a JSON response to these paths, replaces the gateway's URL by the host that the client used.
   * So the links also work for an emulator, at 10.0.2.2, and through a tunnel.
   */
  withClientHost(
    { headers }: IncomingMessage,
    response: GatewayResponse,
    url: string,
  ): GatewayResponse {
    const { 'content-type': type = '', 'content-encoding': encoding } = response.headers
    const { host = '' } = headers
    if (!HOST.test(host) || encoding !== undefined || !type.includes('json')) return response
    let text = response.body.toString()
    for (const path of this.#servers.keys()) {
      text = text.replaceAll(`${url}${path}/`, `http://${host}${path}/`)
    }
    return { ...response, body: Buffer.from(text) }
  }
}
