import type { ServerResponse } from 'node:http'

/** Pages that are told what happens, as server-sent events. */
export interface EventStream {
  /** Makes a response one of those that are told. */
  open(response: ServerResponse, first: { readonly type: string; readonly data: unknown }): void
  send(type: string, data: unknown): void
  close(): Promise<void>
}

const HEARTBEAT_MS = 15_000
/** A page that takes nothing for so long is let go; it connects again when it is back. */
const MAX_UNSENT_BYTES = 1_000_000
const MAX_PAGES = 50

/** Starts with nobody listening. */
export function createEventStream(): EventStream {
  const pages = new Set<ServerResponse>()
  const write = (page: ServerResponse, text: string) => {
    if (page.writableLength > MAX_UNSENT_BYTES) page.destroy()
    else page.write(text)
  }
  const toAll = (text: string) => {
    for (const page of pages) write(page, text)
  }
  // Tells both ends that the other is still there.
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
      return Promise.resolve()
    },
  }
}

/** JSON has no line ends, which would end the event. */
function toText(type: string, data: unknown): string {
  return `event: ${type}\ndata: ${JSON.stringify(data)}\n\n`
}
