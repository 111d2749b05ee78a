import { DEMO, DemoAccount } from '../start/demo-account.ts'
import type { Activity } from './console/activity.ts'
import { describeCors, describeRoutes, describeThrottles } from './describe-routes.ts'
import type { Schedules } from './event-sources/schedules.ts'
import type { LogSink } from './functions/local-function.ts'
import type { Invoke } from './functions/start-functions.ts'
import { startGateway } from './gateway/gateway.ts'
import { type LocalPages, serveLocalPages } from './local-pages.ts'
import type { Resource } from './resolve-template.ts'
import type { SmsInbox } from './sms-inbox.ts'

/** What the API is started with. */
export interface ApiOptions {
  readonly host: string
  /** 0 takes a free one. */
  readonly port: number
  readonly invoke: Invoke
  readonly activity: Activity
  readonly inbox: SmsInbox
  readonly schedules: Schedules
  /** Of pages of this stack's own, beside the API's. */
  readonly origins: readonly string[]
  readonly onLog: LogSink
}

/** The API, answering. */
export interface LocalApi {
  readonly url: string
  readonly routes: ReturnType<typeof describeRoutes>
  /** What is below `/_local`; more may be added while it runs. */
  readonly pages: LocalPages
  /** Opened when it is first asked for. */
  readonly demoAccount: DemoAccount
  close(): Promise<void>
}

/** Starts the template's API, with the local pages beside its routes. */
export async function startApi(
  resources: readonly Resource[],
  options: ApiOptions,
): Promise<LocalApi> {
  const { host, port, invoke, activity, inbox, schedules, origins, onLog } = options
  const demoAccount = new DemoAccount(() => gateway.url)
  const routes = describeRoutes(resources)
  const pages: LocalPages = {
    'GET /_local/sms': () => ({ json: { messages: inbox.list() } }),
    'GET /_local/demo-account': async () => ({
      json: { ...DEMO, access_token: await demoAccount.token() },
    }),
    ...schedules.pages,
  }
  const gateway = await startGateway({
    ...{ host, port, routes, invoke },
    cors: describeCors(resources),
    throttles: describeThrottles(resources),
    intercept: serveLocalPages(pages, origins),
    onAnswer: (answer) => activity.addAnswer(answer),
    onError: (error) => onLog('gateway', String(error)),
  })
  return { url: gateway.url, routes, pages, demoAccount, close: () => gateway.close() }
}
