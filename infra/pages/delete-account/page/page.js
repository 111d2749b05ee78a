// Logs in, asks for confirmation, deletes the account. The token is only in memory, not stored in the browser.
const $ = (id) => document.getElementById(id)

let token
/** Whether an earlier deletion got no response, so that it may have succeeded. */
let isUncertain = false
const HOW_TO_FIND_OUT = 'Log in to find out: if your password is refused, it was deleted.'

/** Shows one section. Moves the focus to its heading, so that screen readers announce it. */
function show(id) {
  for (const section of document.querySelectorAll('section')) section.hidden = section.id !== id
  $(id).querySelector('h2[tabindex]')?.focus()
}

/** Sends a request to the API. Without a connection, `status` is 0. */
async function send(method, path, body) {
  const headers = { ...(token && { authorization: `Bearer ${token}` }) }
  if (body) headers['content-type'] = 'application/json'
  const request = { method, headers, body: body && JSON.stringify(body), keepalive: true }
  try {
    const response = await fetch(path, request)
    const envelope = await response.json().catch(() => undefined)
    const wait = Number(response.headers.get('retry-after')) || 60
    return { status: response.status, data: envelope?.data, wait }
  } catch {
    return { status: 0, wait: 60 }
  }
}

/** Explains why a request failed. The caller adds what that means for the account. */
function reasonOf({ status, wait }) {
  if (status === 0) return 'There is no connection.'
  if (status === 429) return `Too many tries. Wait ${toDuration(wait)}, then try again.`
  return 'Something went wrong on our side. Try again in a minute.'
}

function toDuration(seconds) {
  if (seconds < 90) return `${seconds} seconds`
  return `${Math.ceil(seconds / 60)} minutes`
}

/**
 * Runs the action of a button. While it runs, a click on any button does nothing: "Keep my account" would be answered
 * although the deletion is on its way.
 */
async function run(button, action) {
  if (document.querySelector('[aria-busy="true"]')) return
  button.setAttribute('aria-busy', 'true')
  try {
    await action()
  } finally {
    button.removeAttribute('aria-busy')
  }
}

async function logIn() {
  $('login-error').textContent = ''
  const credentials = { email: $('email').value.trim(), password: $('password').value }
  const response = await send('POST', '/auth/login', credentials)
  if (response.status === 200) {
    token = response.data.access_token
    isUncertain = false
    $('password').value = ''
    $('who').textContent = response.data.user.email
    $('delete-error').textContent = ''
    show('confirm')
  } else if (response.status === 401 || response.status === 422) {
    $('login-error').textContent = 'The e-mail address or the password is wrong.'
    $('password').focus()
  } else {
    const meaning = isUncertain ? HOW_TO_FIND_OUT : 'Nothing was deleted.'
    $('login-error').textContent = `${reasonOf(response)} ${meaning}`
  }
}

async function deleteAccount() {
  $('delete-error').textContent = ''
  const response = await send('DELETE', '/users')
  if (response.status === 200) {
    token = undefined
    show('deleted')
  } else if (response.status === 401) {
    token = undefined
    show('start')
    $('login-error').textContent = isUncertain
      ? `Your account was deleted, or you were logged out before that. ${HOW_TO_FIND_OUT}`
      : 'You were logged out. Log in again.'
  } else {
    isUncertain ||= response.status === 0 || response.status >= 500
    const hint =
      response.status === 429 ? '' : ' Try again to make sure that the account is deleted.'
    $('delete-error').textContent = `${reasonOf(response)}${hint}`
  }
}

async function keepAccount() {
  const isLoggedOut = (await logOut())?.status === 200
  // A logout that succeeds shows that the account still exists.
  if (isLoggedOut || !isUncertain) return show('kept')
  show('start')
  $('login-error').textContent = `Your account may have been deleted. ${HOW_TO_FIND_OUT}`
}

async function logOut() {
  const response = token && (await send('POST', '/auth/logout', {}))
  token = undefined
  return response
}

$('login').addEventListener('submit', (event) => {
  event.preventDefault()
  return run($('login').querySelector('button'), logIn)
})
$('delete').addEventListener('click', () => run($('delete'), deleteAccount))
$('cancel').addEventListener('click', () => run($('cancel'), keepAccount))
$('again').addEventListener('click', () => show('start'))
// Leaving the page ends its session.
addEventListener('pagehide', () => {
  // The browser may show the page again as it was left.
  isUncertain = false
  show('start')
  return logOut()
})
