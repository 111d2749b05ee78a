import { byId, make, request } from './dom.js'

/** Headers that curl sets itself. */
const SET_BY_CURL = ['host', 'connection', 'content-length', 'accept-encoding', 'transfer-encoding']

/** Shows headers, bodies and errors of a request below its AWS calls. */
export async function showDetails(entry, id) {
  const folder = byId('show-secrets').checked ? 'requests-with-secrets' : 'requests'
  const shown = await request('GET', `/_local/${folder}/${id}`).catch(() => undefined)
  entry.querySelector('.details')?.remove()
  if (!shown) return
  const { response, thrown } = shown
  entry.append(
    make(
      'div',
      { class: 'details' },
      ...thrown.map((text) => part('Thrown', text)),
      part('Request', message(shown)),
      part('Response', message(response)),
      part('As curl', toCurl(shown)),
    ),
  )
}

function part(title, text) {
  // Focusable, so that a keyboard can scroll it.
  const scroll = { tabindex: 0, role: 'group', 'aria-label': title }
  return make('div', {}, make('h3', {}, title), make('pre', scroll, text))
}

function message({ headers, body }) {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return body ? [...lines, '', body].join('\n') : lines.join('\n')
}

/** A command that sends the request again. Masked values must be filled in. */
function toCurl({ method, url, headers, body }) {
  const sent = Object.entries(headers).filter(([name]) => !SET_BY_CURL.includes(name))
  const options = [
    ...(method === 'GET' ? [] : [`-X ${method}`]),
    ...sent.map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`),
    ...(body ? [`--data-raw ${quote(body)}`] : []),
  ]
  return [`curl ${quote(location.origin + url)}`, ...options].join(' \\\n  ')
}

/** Quotes a word for a POSIX shell. */
function quote(text) {
  return `'${text.replaceAll("'", "'\\''")}'`
}
