import type { ServerResponse } from 'node:http'

/** Sends server-sent events to the open pages. */
export interface EventStream {
  /** Adds a page and sends it a first event. `response` is the page's open HTTP response. */
  open(response: ServerResponse, first: { readonly type: string; readonly data: unknown }): void
  send(type: string, data: unknown): void
  close(): void
}

const HEARTBEAT_MS = 15_000
/** A page with more unread bytes than this is disconnected. Its browser reconnects later. */
const MAX_UNSENT_BYTES = 1_000_000
const MAX_PAGES = 50

/** Creates a stream without pages. */
export function createEventStream(): EventStream {
  const pages = new Set<ServerResponse>()
  const write = (page: ServerResponse, text: string) => {
    if (page.writableLength > MAX_UNSENT_BYTES) page.destroy()
    else page.write(text)
  }
  const toAll = (text: string) => {
    for (const page of pages) write(page, text)
  }
  // Finds lost connections: a write to one fails, and the page is removed.
  const heartbeat = setInterval(() => toAll(':\n\n'), HEARTBEAT_MS).unref()
  return {
    open: (response, { type, data }) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      for (const oldest of pages) {
        if (pages.size < MAX_PAGES) break
        oldest.end()
        pages.delete(oldest)
      }
      pages.add(response)
      response.once('close', () => pages.delete(response))
      write(response, toText(type, data))
    },
    send: (type, data) => {
      if (pages.size > 0) toAll(toText(type, data))
    },
    close: () => {
      clearInterval(heartbeat)
      for (const page of pages) page.end()
    },
  }
}

/** A line break would end the event; JSON contains none. */
function toText(type: string, data: unknown): string {
  return `event: ${type}\ndata: ${JSON.stringify(data)}\n\n`
}
