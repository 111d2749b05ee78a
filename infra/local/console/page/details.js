import { FILE, toCurl } from './curl.js'
import { byId, make, request } from './dom.js'

/** Shows headers, bodies and errors of a request below its AWS calls. */
export async function showDetails(entry) {
  const withSecrets = byId('show-secrets').checked
  const folder = withSecrets ? 'requests-with-secrets' : 'requests'
  const shown = await request('GET', `/_local/${folder}/${entry.dataset.id}`).catch(() => undefined)
  // The box was changed meanwhile: a later call shows the request as it says now.
  if (byId('show-secrets').checked !== withSecrets) return
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
      ...curlPart(shown),
    ),
  )
}

/** Shows the open requests again, with or without secrets. */
export function showDetailsAgain() {
  for (const entry of byId('request-list').querySelectorAll('.entry[open]')) void showDetails(entry)
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

function curlPart(shown) {
  const sendsFile = shown.body !== '' && !shown.hasWholeBody
  const command = toCurl(shown)
  const copy = make('button', { type: 'button' }, 'Copy')
  copy.addEventListener('click', async () => {
    await navigator.clipboard.writeText(command)
    copy.textContent = 'Copied'
  })
  const hint = 'Secrets are masked as ***. Tick Secrets for a command that runs.'
  return [
    part(sendsFile ? `As curl, which sends your file ./${FILE}` : 'As curl', command),
    make('p', { class: 'hint' }, copy, command.includes('***') ? ` ${hint}` : null),
  ]
}
