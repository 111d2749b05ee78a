import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import type { GatewayRoute } from '../gateway/answer-request.ts'
import type { LocalAnswer, LocalPages } from '../local-pages.ts'
import type { Running } from '../running.ts'
import type { SmsInbox } from '../sms-inbox.ts'
import type { Activity } from './activity.ts'
import { createEventStream } from './event-stream.ts'
import { openFlags } from './flags.ts'
import { createNames } from './names.ts'

/** What the console shows, and what its switches reach. */
export interface ConsoleOptions {
  readonly activity: Activity
  readonly inbox: SmsInbox
  readonly stackName: string
  readonly region: string
  readonly routes: readonly GatewayRoute[]
  /** The functions that have schedules. */
  readonly schedules: readonly string[]
  readonly outputs: Readonly<Record<string, string>>
  /** Has functions know at once what was changed. */
  renewFunctions(): Promise<void>
}

const FOLDER = join(import.meta.dirname, 'page')
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
}
const FILES = readdirSync(FOLDER).filter((name) => name !== 'index.html')
/** How many of the inbox's SMS a page begins with. */
const MAX_SMS = 100

/** Opens the console of a stack that runs. Answers its pages, all below `/_local`. */
export function openConsole(options: ConsoleOptions, running: Running): LocalPages {
  const { activity, inbox, outputs } = options
  const names = createNames(options.stackName, options.routes, outputs)
  activity.name(names)
  const flags = openFlags(outputs, options.region)
  running.add(() => flags.close())
  const stream = createEventStream()
  running.add(() => stream.close())
  activity.subscribe(({ type, entry }) => stream.send(type, entry))
  const snapshot = async () => ({
    ...activity.snapshot(),
    sms: inbox.list().slice(-MAX_SMS).toReversed(),
    flags: await flags.list(),
    schedules: options.schedules.map((id) => ({ id, name: names.functionOf(id) })),
    outputs,
  })
  return {
    'GET /_local': () => file('index.html'),
    ...Object.fromEntries(FILES.map((name) => [`GET /_local/${name}`, () => file(name)])),
    'GET /_local/events': async () => {
      const data = await snapshot()
      return { stream: (response) => stream.open(response, { type: 'snapshot', data }) }
    },
    'GET /_local/flags': async () => ({ json: { flags: await flags.list() } }),
    'PUT /_local/flags/{id}': async (name, isOn) => {
      if (typeof isOn !== 'boolean') return refused('The body must be true or false.')
      const all = await flags.change(name, isOn)
      await options.renewFunctions()
      activity.tell({ type: 'flag', entry: { name, isOn } })
      return { json: { flags: all } }
    },
  }
}

function file(name: string): LocalAnswer {
  return {
    contentType: CONTENT_TYPES[extname(name)] ?? 'application/octet-stream',
    body: readFileSync(join(FOLDER, name)),
  }
}

function refused(message: string): LocalAnswer {
  return { status: 422, json: { message } }
}
