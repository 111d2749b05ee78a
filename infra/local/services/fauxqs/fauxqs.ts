import { Server as HttpServer, type RequestListener } from 'node:http'
import { Server } from 'node:net'
import type { FauxqsInitConfig } from 'fauxqs'
import { foreignRequestReason } from '../../http/foreign-request.ts'
import type { ServiceContext } from '../service.ts'

/** fauxqs, an npm package that emulates S3 and SQS, running in this process. */
export interface Fauxqs {
  readonly url: string
  /** Creates buckets and queues. Existing ones are kept with their contents. */
  create(config: FauxqsInitConfig): void
  stop(): Promise<void>
}

let lastStart: Promise<unknown> = Promise.resolve()

/**
 * Starts fauxqs on a free port.
 * @param folder where objects and messages are stored; in memory when absent.
 */
export async function openFauxqs(folder?: string): Promise<Fauxqs> {
  // Imported only now, so that the start of DynamoDB Local does not wait for it.
  const fauxqs = await import('fauxqs')
  const start = () =>
    fauxqs.startFauxqs({ port: 0, logger: false, ...(folder && { dataDir: folder }) })
  // One start after the other: two at once would each restore the other's `listen`.
  const starting = lastStart.catch(() => undefined).then(() => onLoopback(start))
  lastStart = starting
  const server = await starting
  return {
    url: `http://127.0.0.1:${server.port}`,
    create: (config) => {
      server.setup(config)
    },
    stop: () => server.stop(),
  }
}

/** Starts the fauxqs that the services S3, SQS and CloudFront share. */
export async function startFauxqs({ dataFolder, cleanup }: ServiceContext): Promise<Fauxqs> {
  const engine = await openFauxqs(dataFolder)
  cleanup.defer(() => engine.stop())
  return engine
}

/**
 * Calls `start`, and makes each server that it opens on all interfaces listen on 127.0.0.1 instead, where it refuses
 * requests of websites. fauxqs has no options for this, and does not check who calls.
 */
async function onLoopback<T>(start: () => Promise<T>): Promise<T> {
  const { listen } = Server.prototype
  Server.prototype.listen = function listenOnLoopback(this: Server, ...args: unknown[]) {
    const local = args.map((arg) => (isForAll(arg) ? { ...arg, host: '127.0.0.1' } : arg))
    if (this instanceof HttpServer && args.some(isForAll)) refuseForeignRequests(this)
    return Reflect.apply(listen, this, local)
  }
  try {
    return await start()
  } finally {
    Server.prototype.listen = listen
  }
}

/**
 * Makes a server respond with 403 to what a browser sends for a page of a website. Otherwise the page could store a
 * script as a picture, which then runs on the console's origin, and read the messages of all queues.
 */
function refuseForeignRequests(server: HttpServer): void {
  const listeners = server.listeners('request') as RequestListener[]
  server.removeAllListeners('request')
  server.on('request', (request, response) => {
    const reason = foreignRequestReason(request)
    if (reason) response.writeHead(403).end(reason)
    else for (const listener of listeners) listener.call(server, request, response)
  })
}

function isForAll(argument: unknown): argument is { host: string } {
  return (argument as { host?: unknown } | undefined)?.host === '0.0.0.0'
}
