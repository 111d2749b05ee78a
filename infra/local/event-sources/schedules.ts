import { randomUUID } from 'node:crypto'
import type { ScheduledEvent } from 'aws-lambda'
import { functionNameOf } from '../functions/function-name.ts'
import type { LocalPages } from '../local-pages.ts'
import type { Resource } from '../resolve-template.ts'
import type { Poller } from './poller.ts'

/** A rule of the template that wakes a function. */
interface Schedule {
  readonly ruleArn: string
  readonly functionName: string
  /** Absent when the rule is no plain rate: then it only runs by hand. */
  readonly everyMs?: number
}

/** The schedules, running; and the pages by which one is run by hand. */
export interface Schedules extends Poller {
  /** The functions that they run. */
  readonly functionNames: readonly string[]
  readonly pages: LocalPages
}

const UNITS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 }

/**
 * Runs the template's schedules at their rates, the first time one interval after the start.
 * `POST /_local/schedules/<function>` runs one at once and answers what the function returned.
 */
export function startSchedules(
  resources: readonly Resource[],
  invoke: (functionName: string, event: unknown) => Promise<unknown>,
): Schedules {
  const schedules = describeSchedules(resources)
  const run = (schedule: Schedule) => invoke(schedule.functionName, toEvent(schedule))
  const timers = schedules.flatMap((schedule) => {
    if (!schedule.everyMs) return []
    // What it throws is in the function's log.
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
        return { status: 404, json: { message: `No one schedule is of "${id}"`, functions } }
      },
    },
    stop: () => {
      for (const timer of timers) clearInterval(timer)
      return Promise.resolve()
    },
  }
}

function describeSchedules(resources: readonly Resource[]): Schedule[] {
  return resources
    .filter(({ type }) => type === 'AWS::Events::Rule')
    .flatMap(({ logicalId, arn = '', properties }) => {
      const expression: string | undefined = properties.ScheduleExpression
      if (!expression) throw new Error(`${logicalId}: only schedules run locally`)
      const everyMs = toMilliseconds(expression)
      return properties.Targets.map(({ Arn }: { Arn: string }) => ({
        ruleArn: arn,
        functionName: functionNameOf(Arn),
        ...(everyMs && { everyMs }),
      }))
    })
}

function toMilliseconds(expression: string): number | undefined {
  const [, count, unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? []
  return count ? Number(count) * (UNITS[unit] ?? 0) : undefined
}

/** By the function's name, or by a part of it that no other scheduled function's has. */
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
