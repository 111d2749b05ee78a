import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { foreignRequestReason } from '../http/foreign-request.ts'
import { isLoopback } from '../http/network-address.ts'
import { readBody } from '../http/read-body.ts'

/** The response of a page: JSON, a file, or a stream that writes to the response itself. */
export type LocalResponse =
  | { readonly status?: number; readonly json: unknown }
  | { readonly contentType: string; readonly body: string | Buffer }
  | { readonly stream: (response: ServerResponse) => void }

/**
 * Handles a request to a page. If the page's key ends with `{id}`, `id` is the decoded last segment of the
 * path, otherwise it is empty. `body` is the parsed JSON body, undefined when there is none.
 */
export type LocalPage = (id: string, body?: unknown) => LocalResponse | Promise<LocalResponse>

/** Pages by method and path, as in `GET /_local/sms` or `POST /_local/schedules/{id}`. */
export type LocalPages = Readonly<Record<string, LocalPage>>

/** The pages below `/_local`, and what they may load and share. */
export interface LocalSite {
  readonly pages: LocalPages
  /** Other origins from which pages may show images. */
  readonly imageOrigins?: readonly string[]
  /** Pages that other devices and web apps of other origins may read with `?key=<key>`. */
  readonly shared?: { readonly key: string; readonly pages: readonly string[] }
}

const FOLDER = '/_local'
const MAX_BODY_BYTES = 10_000
const SHARED_HEADERS: readonly [name: string, value: string][] = [
  ['access-control-allow-origin', '*'],
  ['cross-origin-resource-policy', 'cross-origin'],
]

/**
 * Creates a handler for `/_local` and all paths below it, which exist only in the local stack. The handler
 * returns false for other paths. It refuses requests of other devices and those that a browser
 * sends for a page of another origin, because the console's pages show SMS and change the stack.
 * @param site may be a promise. Requests then wait until it resolves.
 */
export function serveLocalPages(
  site: LocalSite | Promise<LocalSite>,
): (request: IncomingMessage, response: ServerResponse) => boolean {
  const serve = async (path: string, request: IncomingMessage, response: ServerResponse) => {
    const { pages, imageOrigins = [], shared } = await site
    const isShared = hasKey(request, path, shared)
    const refusal = isShared ? undefined : reasonToRefuse(request)
    const result = refusal
      ? { status: 403, json: { message: refusal } }
      : await respond(pages, path, request)
    for (const header of headersFor(imageOrigins)) response.setHeader(...header)
    if (isShared) for (const header of SHARED_HEADERS) response.setHeader(...header)
    write(response, result)
  }
  return (request, response) => {
    const [requested = ''] = (request.url ?? '/').split('?')
    const path = requested === `${FOLDER}/` ? FOLDER : requested
    if (path !== FOLDER && !path.startsWith(`${FOLDER}/`)) return false
    // For example, a page returned what JSON cannot represent.
    serve(path, request, response).catch(() => response.destroy())
    return true
  }
}

/** Whether a request is for a shared page and has the key. */
function hasKey({ method, url = '' }: IncomingMessage, path: string, shared: LocalSite['shared']) {
  if (!shared?.pages.includes(`${method} ${path}`)) return false
  const key = new URLSearchParams(url.slice(path.length)).get('key') ?? ''
  return timingSafeEqual(digest(key), digest(shared.key))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

function reasonToRefuse(request: IncomingMessage): string | undefined {
  if (!isLoopback(request.socket.remoteAddress)) {
    return 'Other devices cannot open /_local. They can read its shared pages with the key of the stack.'
  }
  return foreignRequestReason(request)
}

function write(response: ServerResponse, result: LocalResponse): void {
  if ('stream' in result) {
    result.stream(response)
  } else if ('json' in result) {
    response.writeHead(result.status ?? 200, { 'content-type': 'application/json' })
    response.end(`${JSON.stringify(result.json)}\n`)
  } else {
    response.writeHead(200, { 'content-type': result.contentType })
    response.end(result.body)
  }
}

async function respond(
  pages: LocalPages,
  path: string,
  request: IncomingMessage,
): Promise<LocalResponse> {
  const requested = `${request.method} ${path}`
  const [key, id] = pages[requested] ? [requested, ''] : splitId(requested)
  const page = pages[key]
  if (!page) return { status: 404, json: { message: 'Not Found', pages: Object.keys(pages) } }
  const body = await readBody(request, MAX_BODY_BYTES)
  if (typeof body === 'string') return { status: 413, json: { message: `The body is ${body}` } }
  let parsed: { id: string; body: unknown }
  try {
    const json: unknown = body.length > 0 ? JSON.parse(body.toString()) : undefined
    parsed = { id: decodeURIComponent(id), body: json }
  } catch (error) {
    return { status: 400, json: { message: messageOf(error) } }
  }
  try {
    return await page(parsed.id, parsed.body)
  } catch (error) {
    return { status: 500, json: { message: messageOf(error) } }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** The policy allows a page only the stack's own scripts, so text from a log is never executed. */
function headersFor(imageOrigins: readonly string[]): [name: string, value: string][] {
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
  return [
    ['content-security-policy', directives.join('; ')],
    ['cross-origin-resource-policy', 'same-origin'],
    ['referrer-policy', 'no-referrer'],
    ['x-content-type-options', 'nosniff'],
    ['cache-control', 'no-store'],
  ]
}

function splitId(requested: string): [key: string, id: string] {
  const slash = requested.lastIndexOf('/')
  return [`${requested.slice(0, slash)}/{id}`, requested.slice(slash + 1)]
}
