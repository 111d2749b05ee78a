const CREDENTIALS = /^https?:\/\/[^/?#]*@/i
const ABSOLUTE_OR_RELATIVE = /^(https?:\/\/[^\s/?#]|\/?$|\/[^\s/?#])[^\s?#]*$/i

/**
 * Checks the URL of the API when the client is made. Otherwise the first call would fail, and only after its retries.
 * A relative URL is allowed everywhere: code of a page may also be loaded by a server that renders it.
 * @throws TypeError for anything else than an `http` or `https` URL, e.g. a host without a scheme.
 */
export function requireBaseUrl(baseUrl: unknown): void {
  // `fetch` would refuse them at every attempt, with an error that quotes the password.
  if (typeof baseUrl === 'string' && CREDENTIALS.test(baseUrl)) {
    throw new TypeError('baseUrl must not contain a user name or a password')
  }
  if (typeof baseUrl === 'string' && ABSOLUTE_OR_RELATIVE.test(baseUrl)) return
  throw new TypeError(`baseUrl must be a URL such as https://api.example.com, but is "${baseUrl}"`)
}
