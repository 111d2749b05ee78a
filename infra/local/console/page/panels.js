import { addFirst, ask, byId, make, ms, time } from './dom.js'

const MAX_SMS = 100
/** By function: the last cold start of each. */
const coldStarts = new Map()

/** Shows an SMS, above the earlier ones. */
export function showSms({ to, body, sent_at }) {
  const sms = make(
    'li',
    {},
    make('div', { class: 'row' }, make('b', {}, to), time(sent_at)),
    make('p', { class: 'sms' }, body),
  )
  addFirst(byId('sms-list'), sms, MAX_SMS)
}

/** Shows the flags, each with its switch. */
export function showFlags(flags) {
  byId('flag-list').replaceChildren(...flags.map(toSwitch))
}

/** Shows that a flag was switched, here or elsewhere. */
export function showFlag({ name, isOn }) {
  const box = byId(`flag-${name}`)
  if (box) box.checked = isOn
}

function toSwitch({ name, isOn }) {
  const id = `flag-${name}`
  const box = make('input', { type: 'checkbox', role: 'switch', id })
  const note = make('p', { class: 'hint', id: `${id}-note`, role: 'status' })
  box.checked = isOn
  box.addEventListener('change', async () => {
    box.disabled = true
    try {
      await ask('PUT', `/_local/flags/${name}`, box.checked)
      note.textContent = `It is ${box.checked ? 'on' : 'off'}, from the next request on.`
    } catch (error) {
      box.checked = !box.checked
      note.textContent = error.message
    }
    box.disabled = false
    box.focus()
  })
  return make(
    'div',
    { class: 'flag' },
    make('label', { for: id }, make('code', {}, name)),
    box,
    note,
  )
}

/** Shows a button for each schedule. */
export function showSchedules(schedules) {
  byId('schedules').replaceChildren(...schedules.map(toButton))
}

function toButton({ id, name }) {
  const button = make('button', { type: 'button' }, `Run ${name}`)
  button.addEventListener('click', async () => {
    button.disabled = true
    // What comes of it is in the list of runs.
    await ask('POST', `/_local/schedules/${encodeURIComponent(id)}`).catch(() => undefined)
    button.disabled = false
  })
  return button
}

/** Shows how long a function took to start, among the others. */
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

/** Forgets the cold starts of a stack that is no more. */
export function clearColdStarts() {
  coldStarts.clear()
}

/** Shows where the stack's parts are. */
export function showOutputs(outputs) {
  const rows = Object.entries(outputs).flatMap(([name, value]) => [
    make('dt', {}, name),
    make('dd', {}, make('code', {}, value)),
  ])
  byId('output-list').replaceChildren(...rows)
}
