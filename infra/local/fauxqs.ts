import { Server } from 'node:net'
import { type FauxqsInitConfig, startFauxqs } from 'fauxqs'
import type { Resource } from './resolve-template.ts'

/** The engine for buckets and queues, running in this process. */
export interface BucketsAndQueues {
  readonly url: string
  /** Creates the template's buckets and queues; those that exist stay, with what is in them. */
  create(resources: readonly Resource[]): void
  stop(): Promise<void>
}

/**
 * Starts the engine on a free port.
 * @param region of its queues' ARNs.
 * @param folder where it keeps objects and messages; in memory when absent.
 */
export async function startBucketsAndQueues(
  region: string,
  folder?: string,
): Promise<BucketsAndQueues> {
  const server = await onLoopback(() =>
    startFauxqs({
      port: 0,
      logger: false,
      defaultRegion: region,
      ...(folder && { dataDir: folder }),
    }),
  )
  return {
    url: `http://127.0.0.1:${server.port}`,
    create: (resources) => {
      server.setup(toSetup(resources))
    },
    stop: () => server.stop(),
  }
}

/**
 * Starts a server that would listen on every interface on this machine's own only: fauxqs takes no
 * host for it, and asks nobody who they are.
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

function toSetup(resources: readonly Resource[]): FauxqsInitConfig {
  const ofType = (type: string) => resources.filter((resource) => resource.type === type)
  return {
    buckets: ofType('AWS::S3::Bucket').map(({ name }) => name),
    queues: ofType('AWS::SQS::Queue').map(({ name, properties }) => ({
      name,
      attributes: queueAttributes(properties),
    })),
  }
}

const QUEUE_ATTRIBUTES = [
  ...['FifoQueue', 'ContentBasedDeduplication', 'DeduplicationScope', 'FifoThroughputLimit'],
  ...['DelaySeconds', 'MaximumMessageSize', 'MessageRetentionPeriod'],
  ...['ReceiveMessageWaitTimeSeconds', 'RedrivePolicy', 'VisibilityTimeout'],
]

/** SQS takes its attributes as texts, a map as JSON. */
function queueAttributes(properties: Resource['properties']): Record<string, string> {
  const attributes: Record<string, string> = {}
  for (const name of QUEUE_ATTRIBUTES) {
    const value = properties[name]
    if (value === undefined) continue
    attributes[name] = typeof value === 'object' ? JSON.stringify(value) : String(value)
  }
  return attributes
}
