import { samples } from './samples.js'

const LANGUAGE = 'user-api-docs-language'

/**
 * Makes each form send its request, and show it as code. `refresh` shows the code again, after the token
 * has changed.
 */
export function startForms(token) {
  const forms = [...document.querySelectorAll('form.try')]
  const showAll = () => {
    for (const form of forms) showSample(form, readRequest(form, token.value))
  }
  for (const form of forms) {
    addLanguages(form, (language) => {
      localStorage.setItem(LANGUAGE, language)
      for (const select of document.querySelectorAll('select.language')) select.value = language
      showAll()
    })
    form.querySelector('.examples')?.addEventListener('change', ({ target }) => {
      form.querySelector('textarea').value = target.value
    })
    form.addEventListener('input', () => showSample(form, readRequest(form, token.value)))
    form.addEventListener('submit', async (event) => {
      event.preventDefault()
      const request = readRequest(form, token.value)
      const { method, path } = form.dataset
      if (method === 'DELETE' && !confirm(`Send ${method} ${path}? It cannot be undone.`)) return
      const data = await send(form, request)
      carry(forms, token, form, data)
      showAll()
    })
  }
  token.addEventListener('input', showAll)
  showAll()
  return { refresh: showAll }
}

/** Reads the request that a form describes. */
function readRequest(form, token) {
  const { method, path, secured } = form.dataset
  const url = new URL(path, location.origin)
  const headers = {}
  if (secured === 'true') headers.authorization = `Bearer ${token.trim() || '<token>'}`
  for (const { name, value, dataset } of form.querySelectorAll('input[data-in]')) {
    if (value === '') continue
    if (dataset.in === 'query') url.searchParams.set(name, value)
    else if (dataset.in === 'header') headers[name] = value
    else
      url.pathname = url.pathname.replace(
        encodeURIComponent(`{${name}}`),
        encodeURIComponent(value),
      )
  }
  const body = form.querySelector('textarea')?.value
  if (body !== undefined) headers['content-type'] = 'application/json'
  const input = form.querySelector('input[type=file]')
  return { method, url: String(url), headers, body, isFile: Boolean(input), file: input?.files[0] }
}

/** Sends the request and shows the response. Returns the `data` of a success that is not encrypted. */
async function send(form, { method, url, headers, body, isFile, file }) {
  const result = form.querySelector('.result')
  form.setAttribute('aria-busy', 'true')
  try {
    const startedAt = performance.now()
    const response = await fetch(url, { method, headers, body: isFile ? toForm(file) : body })
    const text = await response.text()
    const milliseconds = Math.round(performance.now() - startedAt)
    const json = parse(text)
    const status = element('p', `${response.status} after ${milliseconds} ms`)
    status.className = response.ok ? 'good' : 'bad'
    result.replaceChildren(status, element('pre', json ? JSON.stringify(json, null, 2) : text))
    return response.ok ? json?.data : undefined
  } catch (error) {
    const status = element('p', `No response: ${error.message}`)
    status.className = 'bad'
    result.replaceChildren(status)
    return undefined
  } finally {
    form.removeAttribute('aria-busy')
  }
}

function toForm(file) {
  const form = new FormData()
  if (file) form.set('file', file)
  return form
}

/** Fills a new token, or an OTI with its phone number, into the requests that need it next. */
function carry(forms, token, sent, data) {
  if (data?.access_token) token.value = data.access_token
  if (!data?.oti) return
  const { phone_number: number } = parse(sent.querySelector('textarea')?.value) ?? {}
  for (const area of forms.flatMap((form) => form.querySelector('textarea') ?? [])) {
    const body = parse(area.value)
    if (!(body && 'oti' in body)) continue
    body.oti = data.oti
    if (number && 'phone_number' in body) body.phone_number = number
    area.value = JSON.stringify(body, null, 2)
  }
}

/** Adds the choice of the code's language, and a button that copies the code. */
function addLanguages(form, choose) {
  const select = element('select')
  select.className = 'language'
  select.setAttribute('aria-label', 'Language of the code')
  for (const name of Object.keys(samples)) select.append(element('option', name))
  const known = localStorage.getItem(LANGUAGE)
  select.value = known in samples ? known : Object.keys(samples)[0]
  select.addEventListener('change', () => choose(select.value))
  const code = element('pre')
  const copy = element('button', 'Copy')
  copy.type = 'button'
  copy.addEventListener('click', async () => {
    await navigator.clipboard.writeText(code.textContent)
    copy.textContent = 'Copied'
    setTimeout(() => {
      copy.textContent = 'Copy'
    }, 2000)
  })
  form.querySelector('.sample').append(select, copy, code)
}

function showSample(form, request) {
  const toCode = samples[form.querySelector('select.language').value]
  form.querySelector('.sample pre').textContent = toCode(request)
}

function element(name, text = '') {
  const created = document.createElement(name)
  created.textContent = text
  return created
}

function parse(text = '') {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
