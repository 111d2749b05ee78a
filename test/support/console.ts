import type { ActivityEvent } from '../../infra/local/console/activity.ts'
import type { RequestEntry, RunEntry } from '../../infra/local/console/entries.ts'
import type { ReloadState } from '../../infra/start/reload/reload-status.ts'

/** The first event of the console. */
export interface Snapshot {
  requests: RequestEntry[]
  runs: RunEntry[]
  coldStarts: { function: string; milliseconds: number }[]
  sms: { to: string }[]
  flags: { name: string; isOn: boolean }[]
  reload?: ReloadState
  schedules: { id: string; name: string }[]
  outputs: Record<string, string>
}

type ConsoleEvent =
  | { type: 'snapshot'; entry: Snapshot }
  | { type: 'reload'; entry: ReloadState }
  | (ActivityEvent & { type: ActivityEvent['type'] })

/** Yields the events of a stack's console as they come. */
export async function* consoleEvents(apiUrl: string): AsyncGenerator<ConsoleEvent> {
  const response = await fetch(`${apiUrl}/_local/events`)
  if (!response.body) throw new Error('The response has no body')
  let text = ''
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    const events = (text + chunk).split('\n\n')
    text = events.pop() ?? ''
    for (const event of events) {
      const [, type, data = ''] = /^event: (.*)\ndata: (.*)$/.exec(event) ?? []
      if (type) yield { type, entry: JSON.parse(data) } as ConsoleEvent
    }
  }
}

/** What the console of a stack shows now. */
export async function consoleSnapshot(apiUrl: string): Promise<Snapshot> {
  for await (const { type, entry } of consoleEvents(apiUrl)) {
    if (type === 'snapshot') return entry
  }
  throw new Error('The console sent no snapshot')
}
