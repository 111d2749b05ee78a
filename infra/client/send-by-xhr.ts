import type { HttpRequest, HttpResponse } from './exchange.ts'

/** The used part of XMLHttpRequest. Node's types do not have it. */
interface Xhr {
  readonly upload: { onprogress: ((event: ProgressEvent) => void) | null }
  readonly status: number
  readonly responseText: string
  onload: (() => void) | null
  onerror: (() => void) | null
  onabort: (() => void) | null
  open: (method: string, url: string) => void
  setRequestHeader: (name: string, value: string) => void
  getResponseHeader: (name: string) => string | null
  send: (body: string | FormData | undefined) => void
  abort: () => void
}

interface ProgressEvent {
  readonly lengthComputable: boolean
  readonly loaded: number
  readonly total: number
}

/** Called during an upload with the fraction that is sent: 0 to 1. */
export type OnProgress = (fraction: number) => void

/** Whether the runtime can report upload progress: browsers and React Native can; Node, Deno and Bun cannot. */
export function hasXhr(): boolean {
  return 'XMLHttpRequest' in globalThis
}

/** Sends a request with XMLHttpRequest, because `fetch` does not report upload progress. */
export async function sendByXhr(
  request: HttpRequest,
  signal: AbortSignal,
  onProgress: OnProgress,
): Promise<HttpResponse> {
  const xhr = new (globalThis as unknown as { XMLHttpRequest: new () => Xhr }).XMLHttpRequest()
  signal.addEventListener('abort', () => xhr.abort())
  return await new Promise((resolve, reject) => {
    xhr.upload.onprogress = ({ lengthComputable, loaded, total }) => {
      if (lengthComputable) onProgress(loaded / total)
    }
    xhr.onload = () => {
      const { status, responseText: text } = xhr
      resolve({ status, header: (name) => xhr.getResponseHeader(name), text })
    }
    xhr.onerror = () => reject(new TypeError('XMLHttpRequest failed'))
    xhr.onabort = () => reject(new TypeError('XMLHttpRequest was aborted'))
    xhr.open(request.method, request.url)
    for (const [name, value] of Object.entries(request.headers)) xhr.setRequestHeader(name, value)
    xhr.send(request.body)
  })
}
