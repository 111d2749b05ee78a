import { byId } from './dom.js'
import {
  clearColdStarts,
  showColdStart,
  showFlag,
  showFlags,
  showOutputs,
  showSchedules,
  showSms,
} from './panels.js'
import { showRequest, showRun } from './requests.js'
import { listen } from './try-it.js'

const LISTS = ['request-list', 'run-list', 'sms-list', 'cold-list']

function showAll({ requests, runs, sms, coldStarts, flags, schedules, outputs }) {
  for (const id of LISTS) byId(id).replaceChildren()
  clearColdStarts()
  for (const request of requests.reverse()) showRequest(request)
  for (const run of runs.reverse()) showRun(run)
  for (const message of sms.reverse()) showSms(message)
  for (const coldStart of coldStarts) showColdStart(coldStart)
  showFlags(flags)
  showSchedules(schedules)
  showOutputs(outputs)
}

function showState(state, text) {
  const status = byId('status')
  status.dataset.state = state
  status.textContent = text
}

const SHOW = {
  snapshot: showAll,
  request: showRequest,
  run: showRun,
  sms: showSms,
  flag: showFlag,
  'cold-start': showColdStart,
}

// The browser connects again by itself when the stack is back; then all is told anew.
const events = new EventSource('/_local/events')
for (const [type, show] of Object.entries(SHOW)) {
  events.addEventListener(type, ({ data }) => show(JSON.parse(data)))
}
events.addEventListener('open', () => showState('live', 'Live'))
events.addEventListener('error', () => showState('waiting', 'Not running. Waiting for npm start …'))

byId('clear').addEventListener('click', () => byId('request-list').replaceChildren())
byId('problems-only').addEventListener('change', ({ target }) => {
  byId('requests').classList.toggle('problems-only', target.checked)
})
listen()
