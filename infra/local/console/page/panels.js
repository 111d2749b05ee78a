import { addFirst, byId, make, ms, request, run, time } from './dom.js'

const MAX_SMS = 100
/** The last cold start of each function. */
const coldStarts = new Map()

// So that a keyboard can scroll it.
byId('sms-list').tabIndex = 0

/** Shows an SMS above the earlier ones. */
export function showSms({ to, body, sent_at }) {
  const sms = make(
    'li',
    {},
    make('div', { class: 'row' }, make('b', {}, to), time(sent_at)),
    make('p', { class: 'sms' }, body),
  )
  addFirst(byId('sms-list'), sms, MAX_SMS)
}

/** Shows a button for each schedule. */
export function showSchedules(schedules) {
  byId('schedules').replaceChildren(...schedules.map(toButton))
}

function toButton({ id, name }) {
  const button = make('button', { type: 'button' }, `Run ${name}`)
  // The result is in the list of runs.
  const start = () =>
    request('POST', `/_local/schedules/${encodeURIComponent(id)}`).catch(() => undefined)
  button.addEventListener('click', () => run(button, start))
  return button
}

/** Shows how long a function took to start. The slowest function is first. */
export function showColdStart(started) {
  coldStarts.set(started.function, started)
  const slowest = Math.max(...[...coldStarts.values()].map(({ milliseconds }) => milliseconds))
  const sorted = [...coldStarts.values()].sort(
    (one, other) => other.milliseconds - one.milliseconds,
  )
  byId('cold-list').replaceChildren(...sorted.map((one) => toBar(one, slowest)))
}

function toBar(started, slowest) {
  const bar = make('span', { class: 'bar' })
  bar.style.width = `${((started.milliseconds / slowest) * 100).toFixed(1)}%`
  return make(
    'li',
    {},
    make('span', {}, started.function),
    make('span', { class: 'number' }, ms(started.milliseconds)),
    make('span', { class: 'track' }, bar),
  )
}

/** Removes the cold starts of a stack that has ended. */
export function clearColdStarts() {
  coldStarts.clear()
}

/** Shows the stack's outputs. */
export function showOutputs(outputs) {
  const rows = Object.entries(outputs).flatMap(([name, value]) => [
    make('dt', {}, name),
    make('dd', {}, make('code', {}, value)),
  ])
  byId('output-list').replaceChildren(...rows)
}
