import { byId, make, request, run } from '/_local/dom.js'

// The buttons that send requests as the demo account.

let token

byId('try-profile').addEventListener('click', () => show(byId('try-profile'), readProfile))
for (const [id, action] of [
  ['try-otp', sendOtp],
  ['try-picture', uploadPicture],
]) {
  const form = byId(id)
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void show(form.querySelector('button'), action)
  })
}
document
  .querySelector('#requests .empty')
  .append(' Or ', make('a', { href: '#try-it' }, 'try one as the demo account'), '.')

/** Shows the result of a button's action, or why there is none. */
function show(button, action) {
  return run(button, async () => {
    const shown = await action().catch(({ message }) => [make('p', { class: 'error' }, message)])
    byId('try-result').replaceChildren(...shown)
  })
}

async function readProfile() {
  const { data } = await call('GET', '/auth/me')
  if (typeof data === 'string') return [make('p', {}, `Encrypted, ${data.length} characters.`)]
  return [make('pre', {}, JSON.stringify(data, null, 2))]
}

async function sendOtp() {
  const phone_number = { code: '+91', value: byId('phone').value }
  await call('POST', '/users/send-phone-otp', JSON.stringify({ phone_number }))
  return [make('p', {}, 'Sent: it is in the inbox.')]
}

async function uploadPicture() {
  const [file] = byId('picture').files
  const form = new FormData()
  form.append('file', file)
  const { data } = await call('POST', '/users/profile-picture', form)
  // The portal's responses are never encrypted.
  const { user } = await call('GET', '/app/api/v1/user')
  const size = typeof data === 'string' ? 'encrypted response' : `${data.width} × ${data.height}`
  const picture = make('img', { src: user.picture, alt: 'The picture as it is served now' })
  return [make('figure', {}, picture, make('figcaption', {}, `${file.name}, ${size}`))]
}

/** Calls the API. When the token has ended, gets a new one and repeats the call once. */
async function call(method, path, body) {
  token ??= await demoToken()
  let response = await send(method, path, body)
  if (response.status === 401) {
    token = await demoToken()
    response = await send(method, path, body)
  }
  const json = await response.json()
  if (json.error) throw new Error(describeError(json.error, response))
  return json
}

function describeError({ code, message, details = [] }, { status, headers }) {
  const problems = details.map(({ path, message: problem }) => `${path}: ${problem}`)
  const wait = headers.get('retry-after')
  return [
    `${code ?? status}: ${message}.`,
    ...problems.map((problem) => `${problem}.`),
    ...(wait ? [`Try again in ${wait} s.`] : []),
  ].join(' ')
}

async function demoToken() {
  const { access_token } = await request('GET', '/_local/demo-account')
  if (access_token) return access_token
  throw new Error('The demo account has another password now: run npm run reset.')
}

function send(method, path, body) {
  return fetch(path, { method, body, headers: { authorization: `Bearer ${token}` } })
}
