/** Headers that curl sets itself. */
const SET_BY_CURL = ['host', 'connection', 'content-length', 'accept-encoding', 'transfer-encoding']
/** The file that a command sends when the console does not have the whole body. */
export const FILE = 'upload'

/** A command that sends the request again. Masked values must be filled in. */
export function toCurl({ method, url, headers, body, hasWholeBody }) {
  const isForm = !hasWholeBody && /^multipart\/form-data/i.test(headers['content-type'])
  // The boundary of a new form is another.
  const left = isForm ? [...SET_BY_CURL, 'content-type'] : SET_BY_CURL
  const sent = Object.entries(headers).filter(([name]) => !left.includes(name))
  const options = [
    ...methodOption(method, body),
    ...sent.map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`),
    ...(body ? [bodyOption(body, hasWholeBody, isForm)] : []),
  ]
  return [`curl ${quote(location.origin + url)}`, ...options].join(' \\\n  ')
}

function methodOption(method, body) {
  // With -X HEAD, curl would wait for a body.
  if (method === 'HEAD') return ['-I']
  return method === 'GET' && !body ? [] : [`-X ${method}`]
}

function bodyOption(body, hasWholeBody, isForm) {
  if (isForm) return `-F 'file=@${FILE}'`
  return hasWholeBody ? `--data-raw ${quote(body)}` : `--data-binary @${FILE}`
}

/** Quotes a word for a POSIX shell. */
function quote(text) {
  return `'${text.replaceAll("'", "'\\''")}'`
}
