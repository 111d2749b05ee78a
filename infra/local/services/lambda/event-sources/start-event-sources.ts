import { join } from 'node:path'
import { createAwsClient } from '../../../endpoint/aws-client.ts'
import type { Resource } from '../../../template/template.ts'
import type { LogSink, RunContext } from '../../service.ts'
import { openCheckpoints } from './checkpoints.ts'
import { describeEventSources } from './describe-event-sources.ts'
import type { Poller } from './poller.ts'
import { startQueuePoller } from './queue-poller.ts'
import { startStreamPoller } from './stream-poller.ts'

/** The stack whose event sources are started. */
export interface EventSourceOptions extends Pick<RunContext, 'place' | 'invoke' | 'functions'> {
  readonly onLog: LogSink
  /** Where checkpoints of streams are kept; in memory when absent. */
  readonly dataFolder?: string
}

/** Starts a poller for each event source mapping of the template. */
export function startEventSources(
  resources: readonly Resource[],
  options: EventSourceOptions,
): Poller {
  const { place, functions, invoke, onLog, dataFolder } = options
  const { endpointUrl, region } = place
  const keys = new Map(functions.map(({ name, accessKeyId }) => [name, accessKeyId]))
  const pollers = describeEventSources(resources).map((source) => {
    const { functionName } = source
    const accessKeyId = keys.get(functionName) ?? ''
    const context = {
      call: createAwsClient({ endpointUrl, region, accessKeyId }),
      invoke: (event: unknown) => invoke(functionName, event),
      log: (line: string) => onLog(functionName, line),
    }
    if (source.kind === 'queue') return startQueuePoller(source, context)
    const file = dataFolder && join(dataFolder, `${functionName}.checkpoints.json`)
    return startStreamPoller(source, openCheckpoints(file), context)
  })
  return {
    stop: async () => {
      await Promise.all(pollers.map((poller) => poller.stop()))
    },
  }
}
