/** An SMS as a phone would have received it. */
export interface InboxMessage {
  /** E.164. */
  readonly to: string
  readonly body: string
  /** The message attributes, by name, e.g. `AWS.SNS.SMS.SenderID`. */
  readonly attributes: Readonly<Record<string, string>>
  /** Epoch ms. */
  readonly sent_at: number
}

const MAX_MESSAGES = 10_000

/** The 10,000 newest SMS that the stack has sent since it started. */
export class SmsInbox {
  readonly #messages: InboxMessage[] = []
  readonly #onMessage: (message: InboxMessage) => void

  constructor(onMessage: (message: InboxMessage) => void = () => undefined) {
    this.#onMessage = onMessage
  }

  add(message: InboxMessage): void {
    this.#messages.push(message)
    if (this.#messages.length > MAX_MESSAGES) this.#messages.shift()
    this.#onMessage(message)
  }

  /** The newest is last. */
  list(): readonly InboxMessage[] {
    return this.#messages
  }
}
