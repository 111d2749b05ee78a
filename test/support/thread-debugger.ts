import { EventEmitter, once } from 'node:events'

// biome-ignore lint/suspicious/noExplicitAny: the inspector's protocol has no types here.
type Message = any

/** Debugs the threads of a process with Node's inspector protocol, as an editor does. */
export class ThreadDebugger extends EventEmitter {
  readonly #socket: WebSocket
  readonly #replies = new Map<string, (result: Message) => void>()
  /** Events of the threads so far. */
  readonly events: {
    readonly sessionId: string
    readonly method: string
    readonly params: Message
  }[] = []
  #last = 0

  private constructor(socket: WebSocket) {
    super()
    this.#socket = socket
    socket.addEventListener('message', ({ data }) => this.#receive(JSON.parse(data)))
  }

  /** @param url as Node prints it: `ws://127.0.0.1:9229/…`. */
  static async attach(url: string): Promise<ThreadDebugger> {
    const socket = new WebSocket(url)
    await once(socket as unknown as EventTarget, 'open')
    const attached = new ThreadDebugger(socket)
    attached.#post('NodeWorker.enable', { waitForDebuggerOnStart: false })
    return attached
  }

  /** Calls a method of a thread's session. */
  async call(sessionId: string, method: string, params: object = {}): Promise<Message> {
    const { promise, resolve } = Promise.withResolvers<Message>()
    const id = ++this.#last
    this.#replies.set(`${sessionId} ${id}`, resolve)
    const message = JSON.stringify({ id, method, params })
    this.#post('NodeWorker.sendMessageToWorker', { sessionId, message })
    return await promise
  }

  /** Returns the first event of a thread that passes, also one from before. */
  async find(passes: (event: ThreadDebugger['events'][number]) => boolean) {
    for (;;) {
      const found = this.events.find(passes)
      if (found) return found
      await once(this, 'received')
    }
  }

  close(): void {
    this.#socket.close()
  }

  #post(method: string, params: object): void {
    this.#socket.send(JSON.stringify({ id: ++this.#last, method, params }))
  }

  #receive({ method, params }: Message): void {
    if (method === 'NodeWorker.attachedToWorker')
      void this.call(params.sessionId, 'Debugger.enable')
    if (method !== 'NodeWorker.receivedMessageFromWorker') return
    const { sessionId } = params
    const { id, result, method: event, params: ofEvent } = JSON.parse(params.message)
    if (id) this.#replies.get(`${sessionId} ${id}`)?.(result)
    else this.events.push({ sessionId, method: event, params: ofEvent })
    this.emit('received')
  }
}
