import { randomUUID } from 'node:crypto'
import type { ScheduledEvent } from 'aws-lambda'
import type { LocalPages } from '../../pages/local-pages.ts'
import { ofType, type Resource, requireKnown } from '../../template/template.ts'
import { functionNameOf } from '../lambda/functions/function-name.ts'
import type { Invoke } from '../service.ts'

export const RULE = 'AWS::Events::Rule'

/** A rule of the template that invokes a function. */
interface Schedule {
  readonly ruleArn: string
  readonly functionName: string
  /**
   * Absent when the rule is disabled, or its schedule is not a rate (e.g. cron) or too long for a timer. Then only a POST
   * to its page runs the schedule.
   */
  readonly everyMs?: number
}

/** The running schedules, and the pages that list them and run one at once. */
export interface Schedules {
  /** The functions that the schedules invoke. */
  readonly functionNames: readonly string[]
  readonly pages: LocalPages
  stop(): void
}

const KNOWN_PROPERTIES = ['Description', 'Name', 'ScheduleExpression', 'State', 'Tags', 'Targets']
// RetryPolicy is not emulated: a failed run is not repeated.
const KNOWN_OF_TARGET = ['Arn', 'Id', 'RetryPolicy']
/** Node runs a longer interval every millisecond. It is almost 25 days. */
const LONGEST_INTERVAL_MS = 2 ** 31 - 1
const UNITS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 }

/**
 * Runs the schedules of the template at their rates, the first time one interval after the start.
 * `POST /_local/schedules/<function>` runs one at once and returns the function's result.
 */
export function startSchedules(resources: readonly Resource[], invoke: Invoke): Schedules {
  const schedules = ofType(resources, RULE).flatMap(describe)
  const run = (schedule: Schedule) => invoke(schedule.functionName, toEvent(schedule))
  const timers = schedules.flatMap((schedule) => {
    if (!schedule.everyMs) return []
    // The function logs its own errors.
    return [setInterval(() => run(schedule).catch(() => undefined), schedule.everyMs).unref()]
  })
  return {
    functionNames: schedules.map(({ functionName }) => functionName),
    pages: {
      'GET /_local/schedules': () => ({ json: schedules }),
      'POST /_local/schedules/{id}': async (id) => {
        const schedule = find(schedules, id)
        if (schedule) return { json: await run(schedule) }
        const functions = schedules.map(({ functionName }) => functionName)
        const message = `"${id}" is not part of the name of exactly one scheduled function`
        return { status: 404, json: { message, functions } }
      },
    },
    stop: () => {
      for (const timer of timers) clearInterval(timer)
    },
  }
}

function describe(rule: Resource): Schedule[] {
  const { logicalId, arn = '', properties } = rule
  const expression: string | undefined = properties.ScheduleExpression
  if (!expression) throw new Error(`${logicalId}: only rules with a schedule run locally`)
  requireKnown(rule, KNOWN_PROPERTIES)
  const everyMs = properties.State === 'DISABLED' ? undefined : toMilliseconds(expression)
  return properties.Targets.map((target: { Arn: string }) => {
    requireKnown({ ...rule, properties: target }, KNOWN_OF_TARGET)
    return {
      ruleArn: arn,
      functionName: functionNameOf(target.Arn),
      ...(everyMs && { everyMs }),
    }
  })
}

function toMilliseconds(expression: string): number | undefined {
  const [, count, unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? []
  const everyMs = Number(count) * (UNITS[unit] ?? 0)
  return everyMs <= LONGEST_INTERVAL_MS ? everyMs : undefined
}

/** Finds a schedule by the name of its function, or by a part of the name that is in no other function's name. */
function find(schedules: readonly Schedule[], id: string): Schedule | undefined {
  const [found, ...more] = schedules.filter(({ functionName }) => functionName.includes(id))
  return more.length === 0 ? found : schedules.find(({ functionName }) => functionName === id)
}

/** The event that EventBridge sends on schedule. */
function toEvent({ ruleArn }: Schedule): ScheduledEvent {
  const [, , , region = '', account = ''] = ruleArn.split(':')
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account,
    time: new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
    region,
    resources: [ruleArn],
    detail: {},
  }
}
