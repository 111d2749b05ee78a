import type { CallReport } from '../endpoint/aws-endpoint.ts'
import type { ConsolePart } from '../pages/console-part.ts'
import { type LocalResponse, type LocalSite, serveLocalPages } from '../pages/local-pages.ts'
import type { ResponseReport } from '../services/service.ts'
import { Activity } from './activity.ts'
import type { ConsoleOptions } from './console-options.ts'
import { createEventStream } from './event-stream.ts'
import { createLabels, type LabelOptions } from './labels.ts'
import { renderPages } from './render-pages.ts'
import { RequestDetails } from './request-details.ts'

const SECRET_NAMES = /password|secret|token|otp/i

/** The content of the console in addition to the recorded activity. */
export interface ConsoleContent {
  readonly stackName: string
  readonly outputs: Readonly<Record<string, string>>
  /** Pages and state of the services and the app. */
  readonly parts: readonly ConsolePart[]
  /** The origins from which pages may show images. */
  readonly imageOrigins: readonly string[]
  /** Other devices and origins need this key to read the shared pages. */
  readonly sharedKey: string | undefined
}

/** The console of a stack at `/_local`. Requests for its pages wait until `open` is called. */
export class Console {
  readonly #options: ConsoleOptions
  readonly #stream = createEventStream()
  readonly #site = Promise.withResolvers<LocalSite>()
  readonly #details: RequestDetails
  #activity: Activity | undefined
  readonly servePage = serveLocalPages(this.#site.promise)
  /** Sends an event to the open pages. */
  readonly publish = this.#stream.send

  constructor(options: ConsoleOptions) {
    this.#options = options
    this.#details = new RequestDetails(options.secretNames ?? SECRET_NAMES)
  }

  readonly addResponse = (report: ResponseReport): void => this.#activity?.addResponse(report)
  readonly addCall = (report: CallReport): void => this.#activity?.addCall(report)

  /** Starts recording activity. Called before the first function is invoked. */
  record(stack: Omit<LabelOptions, 'toLabel'>) {
    const { toLabel, readError, isAsset } = this.#options
    const labels = createLabels({ ...stack, toLabel })
    const publish = this.#stream.send
    this.#activity = new Activity({ labels, publish, readError, isAsset, details: this.#details })
    return { activity: this.#activity, labels }
  }

  /** Uses the names of an updated stack in later entries. */
  relabel(stack: Omit<LabelOptions, 'toLabel'>): void {
    this.#activity?.relabel(createLabels({ ...stack, toLabel: this.#options.toLabel }))
  }

  open({ stackName, outputs, parts, imageOrigins, sharedKey }: ConsoleContent): void {
    const snapshot = async () => {
      // The console must also open when a part cannot be read, e.g. because DynamoDB Local has ended.
      const states = await Promise.allSettled(parts.map(async (part) => await part.snapshot?.()))
      const known = states.map((state) => (state.status === 'fulfilled' ? state.value : undefined))
      return Object.assign({ ...this.#activity?.snapshot(), outputs }, ...known)
    }
    const pages = {
      ...Object.assign({}, ...parts.map((part) => part.pages)),
      ...renderPages(stackName, this.#options),
      'GET /_local/requests/{id}': (id) => this.#show(id, false),
      'GET /_local/requests-with-secrets/{id}': (id) => this.#show(id, true),
      'GET /_local/events': async () => {
        const data = await snapshot()
        return {
          stream: (response) => this.#stream.open(response, { type: 'snapshot', data }),
        }
      },
    } satisfies LocalSite['pages']
    const shared = parts.flatMap((part) => part.shared ?? [])
    this.#site.resolve({
      pages,
      imageOrigins,
      ...(sharedKey !== undefined && { shared: { key: sharedKey, pages: shared } }),
    })
  }

  #show(requestId: string, withSecrets: boolean): LocalResponse {
    const json = this.#details.read(requestId, withSecrets)
    return json ? { json } : { status: 404, json: { message: 'The request is not known any more' } }
  }

  close(): void {
    this.#stream.close()
  }
}
