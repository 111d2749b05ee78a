import { byId, make, request } from './dom.js'

/** Headers that curl sets itself. */
const SET_BY_CURL = ['host', 'connection', 'content-length', 'accept-encoding', 'transfer-encoding']
/** What the console has in place of a body that is not text. */
const BYTES = /^\[\d+ bytes.*\]$/
/** The file that a command sends in place of such a body. */
const FILE = 'upload'

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
      part(
        BYTES.test(shown.body) ? `As curl, which sends your file ./${FILE}` : 'As curl',
        toCurl(shown),
      ),
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
  const isForm = BYTES.test(body) && /^multipart\/form-data/i.test(headers['content-type'])
  // The boundary of a new form is another.
  const left = isForm ? [...SET_BY_CURL, 'content-type'] : SET_BY_CURL
  const sent = Object.entries(headers).filter(([name]) => !left.includes(name))
  const options = [
    ...(method === 'GET' ? [] : [`-X ${method}`]),
    ...sent.map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`),
    ...(body ? [bodyOption(body, isForm)] : []),
  ]
  return [`curl ${quote(location.origin + url)}`, ...options].join(' \\\n  ')
}

function bodyOption(body, isForm) {
  if (isForm) return `-F 'file=@${FILE}'`
  return BYTES.test(body) ? `--data-binary @${FILE}` : `--data-raw ${quote(body)}`
}

/** Quotes a word for a POSIX shell. */
function quote(text) {
  return `'${text.replaceAll("'", "'\\''")}'`
}
