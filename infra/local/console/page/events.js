const listeners = []

/** Calls `show` with the data of each event of a type. Must be called before `connect`. */
export function on(type, show) {
  listeners.push([type, show])
}

/** Connects to the stack. The browser reconnects by itself, and then gets a new snapshot. */
export function connect(showState) {
  const events = new EventSource('/_local/events')
  for (const [type, show] of listeners) {
    events.addEventListener(type, ({ data }) => show(JSON.parse(data)))
  }
  events.addEventListener('open', () => showState('live'))
  events.addEventListener('error', () => showState('waiting'))
}
