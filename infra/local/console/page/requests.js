import { showDetails } from './details.js'
import { addFirst, byId, count, make, ms, time } from './dom.js'

const MAX_SHOWN = 200

/** Shows a request above the earlier ones. */
export function showRequest(request) {
  const entry = toRequest(request)
  entry.hidden = !isWanted(entry)
  addFirst(byId('request-list'), entry, MAX_SHOWN)
  showWhetherAnyMatches()
}

/** Hides the requests that the filters of the page leave out. */
export function filterRequests() {
  for (const entry of byId('request-list').children) entry.hidden = !isWanted(entry)
  showWhetherAnyMatches()
}

function showWhetherAnyMatches() {
  const list = byId('request-list')
  byId('no-match').hidden =
    list.children.length === 0 || list.querySelector(':scope > :not([hidden])') !== null
}

function isWanted({ classList, dataset }) {
  if (byId('problems-only').checked && !classList.contains('problem')) return false
  if (!byId('show-assets').checked && classList.contains('asset')) return false
  const text = byId('path-filter').value.trim().toLowerCase()
  return dataset.request.toLowerCase().includes(text)
}

/** Shows a run of a worker above the earlier ones. */
export function showRun(run) {
  addFirst(byId('run-list'), toRun(run), MAX_SHOWN)
}

function toRequest(request) {
  const { method, path, status, code, message, at, milliseconds, coldStartMs, calls = [] } = request
  const isProblem = status >= 400 || code !== undefined || calls.some(isRefused)
  const kinds = ['entry', isProblem && 'problem', request.isAsset && 'asset'].filter(Boolean)
  const entry = make(
    'details',
    { class: kinds.join(' '), 'data-id': request.id, 'data-request': `${method} ${path}` },
    make(
      'summary',
      {},
      time(at),
      make('span', { class: 'what' }, make('b', { class: 'method' }, method), ' ', path),
      make(
        'span',
        { class: 'outcome' },
        make('span', { class: `status ${styleOf(request)}` }, status),
        code === undefined ? null : make('span', { class: 'code' }, codeOf(request)),
      ),
      badges(calls, coldStartMs),
      make('span', { class: 'ms' }, ms(milliseconds)),
    ),
    message ? make('p', { class: 'message' }, message) : null,
    ...callsOf(request),
    make('p', { class: 'hint' }, `Request id ${request.id}`),
  )
  entry.addEventListener('toggle', () => entry.open && showDetails(entry))
  return entry
}

/** A body can report an error although the status is below 400. */
function styleOf({ status, code }) {
  return status < 400 && code !== undefined ? 's4' : `s${Math.floor(status / 100)}`
}

/** The code that the body reports, unless it repeats the status. */
function codeOf({ status, code }) {
  return code === status ? 'error' : code
}

function toRun(run) {
  const { source, records, failed, returned, at, milliseconds, coldStartMs, calls } = run
  const isProblem = !returned || failed > 0 || calls.some(isRefused)
  const [outcome, style] = outcomeOf(run)
  return make(
    'details',
    { class: isProblem ? 'entry problem' : 'entry' },
    make(
      'summary',
      {},
      time(at),
      make('span', { class: 'what' }, make('b', { class: 'method' }, source), ' ', run.function),
      make('span', { class: 'outcome' }, make('span', { class: `status ${style}` }, outcome)),
      badges(calls, coldStartMs, records),
      make('span', { class: 'ms' }, ms(milliseconds)),
    ),
    ...callsOf(run),
  )
}

function outcomeOf({ returned, failed }) {
  if (!returned) return ['failed', 's5']
  return failed > 0 ? [`${failed} failed`, 's4'] : ['done', 's2']
}

function badges(calls, coldStartMs, records = 0) {
  const refused = calls.filter(isRefused).length
  return make(
    'span',
    { class: 'badges' },
    records > 0 ? make('span', {}, count(records, 'record')) : null,
    coldStartMs === undefined ? null : make('span', { class: 'cold' }, `cold ${ms(coldStartMs)}`),
    refused > 0 ? make('span', { class: 'refused' }, `${refused} refused`) : null,
    make('span', {}, count(calls.length, 'call')),
  )
}

function isRefused({ allowed }) {
  return !allowed
}

function callsOf({ calls = [], moreCalls = 0, coldStartMs, milliseconds }) {
  if (calls.length === 0) return [make('p', { class: 'hint' }, 'No AWS calls.')]
  const starts = coldStartMs === undefined ? [] : [toColdStart(coldStartMs, milliseconds)]
  const head = ['Call', 'Where', 'Units', 'Time', 'When']
  const table = make(
    'table',
    { class: 'calls' },
    make('thead', {}, make('tr', {}, ...head.map((name) => make('th', { scope: 'col' }, name)))),
    make('tbody', {}, ...starts, ...calls.map((call) => toCall(call, milliseconds))),
  )
  const more = moreCalls > 0 ? [make('p', { class: 'hint' }, `and ${moreCalls} more`)] : []
  // Focusable, so that the keyboard can scroll it on a narrow screen.
  const scroll = { class: 'scroll', role: 'group', 'aria-label': 'AWS calls', tabindex: 0 }
  return [make('div', scroll, table), ...more]
}

function toCall(call, total) {
  const { service, operation, targets, units, milliseconds, afterMs, allowed, status } = call
  const verdict = allowed ? (status >= 400 ? ` ${status}` : '') : ' refused: no permission'
  return make(
    'tr',
    { class: allowed ? (status >= 400 ? 'failed' : null) : 'refused' },
    make('td', {}, make('span', { class: 'service' }, service), ' ', operation, verdict),
    make('td', {}, targets.join(', ')),
    make('td', { class: 'number' }, units ?? '–'),
    make('td', { class: 'number' }, ms(milliseconds)),
    make('td', { class: 'when' }, toBar(afterMs / total, milliseconds / total)),
  )
}

/** The row before the first call. */
function toColdStart(milliseconds, total) {
  return make(
    'tr',
    { class: 'start' },
    make('td', {}, 'start of the function'),
    make('td', {}),
    make('td', {}),
    make('td', { class: 'number' }, ms(milliseconds)),
    make('td', { class: 'when' }, toBar(0, milliseconds / total)),
  )
}

function toBar(left, width) {
  const bar = make('span', { class: 'bar' })
  // Set as properties, since the page's policy allows no style attribute.
  bar.style.left = percent(left)
  bar.style.width = percent(width)
  return bar
}

function percent(share) {
  return `${(Math.min(1, Math.max(0, share)) * 100).toFixed(1)}%`
}
