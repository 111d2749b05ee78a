import { Server } from 'node:net'
import type { FauxqsInitConfig } from 'fauxqs'
import type { ServiceContext } from '../service.ts'

/** The engine of buckets and queues, running in this process. */
export interface Fauxqs {
  readonly url: string
  /** Creates buckets and queues. Those that exist are kept with their contents. */
  create(config: FauxqsInitConfig): void
  stop(): Promise<void>
}

/**
 * Starts the engine on a free port.
 * @param folder where it keeps objects and messages; in memory when absent.
 */
export async function openFauxqs(folder?: string): Promise<Fauxqs> {
  // Imported only now, so that the start of DynamoDB Local does not wait for it.
  const fauxqs = await import('fauxqs')
  const server = await onLoopback(() =>
    fauxqs.startFauxqs({ port: 0, logger: false, ...(folder && { dataDir: folder }) }),
  )
  return {
    url: `http://127.0.0.1:${server.port}`,
    create: (config) => {
      server.setup(config)
    },
    stop: () => server.stop(),
  }
}

/** Starts the engine that the services S3 and SQS share. */
export async function startFauxqs({ dataFolder, cleanup }: ServiceContext): Promise<Fauxqs> {
  const engine = await openFauxqs(dataFolder)
  cleanup.defer(() => engine.stop())
  return engine
}

/**
 * Makes a server that would listen on every interface listen on 127.0.0.1 only. fauxqs has no option
 * for that, and serves every caller.
 */
async function onLoopback<T>(start: () => Promise<T>): Promise<T> {
  const { listen } = Server.prototype
  Server.prototype.listen = function listenOnLoopback(this: Server, ...args: unknown[]) {
    const local = args.map((arg) => (isForAll(arg) ? { ...arg, host: '127.0.0.1' } : arg))
    return Reflect.apply(listen, this, local)
  }
  try {
    return await start()
  } finally {
    Server.prototype.listen = listen
  }
}

function isForAll(argument: unknown): argument is { host: string } {
  return (argument as { host?: unknown } | undefined)?.host === '0.0.0.0'
}
