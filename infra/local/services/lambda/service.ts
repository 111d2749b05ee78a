import { arnOf, nameOnly } from '../../template/resource-type.ts'
import type { Service } from '../service.ts'
import { EVENT_SOURCE_MAPPING } from './event-sources/describe-event-sources.ts'
import { startEventSources } from './event-sources/start-event-sources.ts'
import { FUNCTION } from './functions/describe-functions.ts'

const ALIAS = 'AWS::Lambda::Alias'
const VERSION = 'AWS::Lambda::Version'
const PERMISSION = 'AWS::Lambda::Permission'

/** Functions in worker threads, and the queues and streams that invoke them. */
export const lambda: Service = {
  types: {
    [FUNCTION]: {
      nameProperty: 'FunctionName',
      attributes: ({ name, place }) => ({
        Ref: name,
        Arn: arnOf('lambda', place, `function:${name}`),
      }),
    },
    [ALIAS]: {
      attributes: ({ place, property }) => ({
        Ref: arnOf('lambda', place, `function:${property('FunctionName')}:${property('Name')}`),
      }),
    },
    [VERSION]: {
      attributes: ({ place, property }) => ({
        Ref: arnOf('lambda', place, `function:${property('FunctionName')}:1`),
        Version: '1',
      }),
    },
    [EVENT_SOURCE_MAPPING]: nameOnly,
    [PERMISSION]: nameOnly,
  },
  updatable: [FUNCTION, ALIAS, VERSION, PERMISSION],
  start: ({ dataFolder, onLog }) => ({
    run: (resources, context) => {
      const pollers = startEventSources(resources, { ...context, dataFolder, onLog })
      return { close: () => pollers.stop() }
    },
  }),
}
