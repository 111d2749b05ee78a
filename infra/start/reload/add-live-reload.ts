import { gunzipSync } from 'node:zlib'
import type { GatewayResponse } from '../../local/services/api-gateway/to-response.ts'

const SCRIPT = '<script type="module" src="/_local/live-reload.js"></script>'

/**
 * Adds a script to an HTML page of the API, which reloads the page when a save has changed it. Lets the page's content
 * security policy load scripts of its own origin; the rest of the policy stays. Other responses are unchanged.
 */
export function addLiveReload(response: GatewayResponse): GatewayResponse {
  const {
    'content-encoding': encoding,
    'content-security-policy': policy,
    ...headers
  } = response.headers
  if (!headers['content-type']?.startsWith('text/html')) return response
  const page = encoding === 'gzip' ? gunzipSync(response.body) : response.body
  return {
    ...response,
    headers: { ...headers, ...(policy && { 'content-security-policy': allowOwnScripts(policy) }) },
    body: Buffer.concat([page, Buffer.from(SCRIPT)]),
  }
}

function allowOwnScripts(policy: string): string {
  return policy.replace(/script-src (?!'self')/, "script-src 'self' ")
}
