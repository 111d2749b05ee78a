import type { IncomingMessage, ServerResponse } from 'node:http'

/** What a page of the local stack answers, as JSON. */
export interface LocalAnswer {
  /** @default 200 */
  readonly status?: number
  readonly json: unknown
}

/** A page; `id` is what its path ends with, decoded, where its key says `{id}`. */
export type LocalPage = (id: string) => LocalAnswer | Promise<LocalAnswer>

/** Pages by method and path, as in `GET /_local/sms` or `POST /_local/schedules/{id}`. */
export type LocalPages = Readonly<Record<string, LocalPage>>

const FOLDER = '/_local/'

/**
 * Serves pages of the local stack that do not exist on AWS, before the API sees the request.
 * Answers whether it took the request: everything below `/_local/` is its own.
 */
export function serveLocalPages(
  pages: LocalPages,
): (request: IncomingMessage, response: ServerResponse) => boolean {
  return ({ method, url = '/' }, response) => {
    const [path = ''] = url.split('?')
    if (!path.startsWith(FOLDER)) return false
    void answer(pages, `${method} ${path}`).then(({ status = 200, json }) => {
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(`${JSON.stringify(json)}\n`)
    })
    return true
  }
}

async function answer(pages: LocalPages, asked: string): Promise<LocalAnswer> {
  const [key, id] = pages[asked] ? [asked, ''] : splitId(asked)
  const page = pages[key]
  if (!page) return { status: 404, json: { message: 'Not Found', pages: Object.keys(pages) } }
  try {
    return await page(decodeURIComponent(id))
  } catch (error) {
    return { status: 500, json: { message: error instanceof Error ? error.message : error } }
  }
}

function splitId(asked: string): [key: string, id: string] {
  const slash = asked.lastIndexOf('/')
  return [`${asked.slice(0, slash)}/{id}`, asked.slice(slash + 1)]
}
