import { nameAndArn } from '../../template/resource-type.ts'
import type { Service } from '../service.ts'
import { RULE, startSchedules } from './schedules.ts'

/** EventBridge rules with a schedule, which invoke functions. */
export const events: Service = {
  types: { [RULE]: nameAndArn('events', 'rule/') },
  start: () => ({
    run: (resources, { invoke, labelOf }) => {
      const { pages, functionNames, stop } = startSchedules(resources, invoke)
      const schedules = functionNames.map((id) => ({ id, name: labelOf(id) }))
      return { pages, snapshot: () => ({ schedules }), close: stop }
    },
  }),
}
