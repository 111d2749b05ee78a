import { showDetailsAgain } from './details.js'
import { byId } from './dom.js'
import { connect, on } from './events.js'
import { clearColdStarts, showColdStart, showOutputs, showSchedules, showSms } from './panels.js'
import { filterRequests, showRequest, showRun } from './requests.js'

// The scripts of the app's panels run before this script, so all listeners exist when it connects.

const LISTS = ['request-list', 'run-list', 'sms-list', 'cold-list']

on('snapshot', ({ requests, runs, sms, coldStarts, schedules, outputs }) => {
  for (const id of LISTS) byId(id).replaceChildren()
  filterRequests()
  clearColdStarts()
  for (const request of requests.reverse()) showRequest(request)
  for (const run of runs.reverse()) showRun(run)
  for (const message of sms.reverse()) showSms(message)
  for (const coldStart of coldStarts) showColdStart(coldStart)
  showSchedules(schedules)
  showOutputs(outputs)
})
on('request', showRequest)
on('run', showRun)
on('sms', showSms)
on('cold-start', showColdStart)
// A script or style of this page was changed on disk.
on('page-changed', () => location.reload())

const status = byId('status')
connect((state) => {
  status.dataset.state = state
  status.textContent =
    state === 'live' ? 'Live' : `Not running. Waiting for ${status.dataset.startCommand} …`
})

byId('clear').addEventListener('click', () => {
  byId('request-list').replaceChildren()
  filterRequests()
})
byId('path-filter').addEventListener('input', filterRequests)
byId('problems-only').addEventListener('change', filterRequests)
byId('show-assets').addEventListener('change', filterRequests)
byId('show-secrets').addEventListener('change', showDetailsAgain)
