import type { IncomingMessage, ServerResponse } from 'node:http'
import { readBody } from './gateway/read-body.ts'
import { whyForeign } from './same-origin.ts'

/** What a page of the local stack answers: JSON, a file, or a stream that it writes by itself. */
export type LocalAnswer =
  | { readonly status?: number; readonly json: unknown }
  | { readonly contentType: string; readonly body: string | Buffer }
  | { readonly stream: (response: ServerResponse) => void }

/**
 * A page. `id` is what its path ends with, decoded, where its key says `{id}`; `body` what was sent
 * as JSON, undefined when nothing was.
 */
export type LocalPage = (id: string, body?: unknown) => LocalAnswer | Promise<LocalAnswer>

/** Pages by method and path, as in `GET /_local/sms` or `POST /_local/schedules/{id}`. */
export type LocalPages = Readonly<Record<string, LocalPage>>

const FOLDER = '/_local'
const MAX_BODY_BYTES = 10_000

/**
 * Serves pages of the local stack that do not exist on AWS, before the API sees the request.
 * Answers whether it took the request: `/_local` and everything below is its own. Pages of other
 * origins are refused, since here are OTPs to be read and switches to be thrown.
 * @param imageOrigins where else a page may show images from.
 */
export function serveLocalPages(
  pages: LocalPages,
  imageOrigins: readonly string[] = [],
): (request: IncomingMessage, response: ServerResponse) => boolean {
  const headers = headersFor(imageOrigins)
  return (request, response) => {
    const [path = ''] = (request.url ?? '/').split('?')
    if (path !== FOLDER && !path.startsWith(`${FOLDER}/`)) return false
    void answer(pages, path, request).then((answered) => {
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
      write(response, answered)
    })
    return true
  }
}

function write(response: ServerResponse, answered: LocalAnswer): void {
  if ('stream' in answered) {
    answered.stream(response)
  } else if ('json' in answered) {
    response.writeHead(answered.status ?? 200, { 'content-type': 'application/json' })
    response.end(`${JSON.stringify(answered.json)}\n`)
  } else {
    response.writeHead(200, { 'content-type': answered.contentType })
    response.end(answered.body)
  }
}

async function answer(
  pages: LocalPages,
  path: string,
  request: IncomingMessage,
): Promise<LocalAnswer> {
  const refusal = whyForeign(request.headers)
  if (refusal) return { status: 403, json: { message: refusal } }
  const asked = `${request.method} ${path}`
  const [key, id] = pages[asked] ? [asked, ''] : splitId(asked)
  const page = pages[key]
  if (!page) return { status: 404, json: { message: 'Not Found', pages: Object.keys(pages) } }
  try {
    const body = await readBody(request, MAX_BODY_BYTES)
    if (typeof body === 'string') return { status: 413, json: { message: `The body is ${body}` } }
    return await page(decodeURIComponent(id), body.length > 0 ? JSON.parse(`${body}`) : undefined)
  } catch (error) {
    return { status: 500, json: { message: error instanceof Error ? error.message : error } }
  }
}

/** A page runs the stack's own scripts only: whatever a log holds, it can be none. */
function headersFor(imageOrigins: readonly string[]): Record<string, string> {
  const policy = {
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': "'self'",
    'connect-src': "'self'",
    'img-src': ["'self'", ...imageOrigins].join(' '),
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
  }
  const directives = Object.entries(policy).map((directive) => directive.join(' '))
  return {
    'content-security-policy': directives.join('; '),
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  }
}

function splitId(asked: string): [key: string, id: string] {
  const slash = asked.lastIndexOf('/')
  return [`${asked.slice(0, slash)}/{id}`, asked.slice(slash + 1)]
}
