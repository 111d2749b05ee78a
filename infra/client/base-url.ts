const ABSOLUTE = /^https?:\/\/[^\s/?#][^\s?#]*$/i
const ABSOLUTE_OR_RELATIVE = /^(https?:\/\/[^\s/?#]|\/?$|\/[^\s/?#])[^\s?#]*$/i

/**
 * Checks the URL of the API when the client is made. Otherwise the first call would fail, and only after its retries.
 * A relative URL is allowed in a page, because the browser resolves it, and with the option `fetch`.
 * @throws TypeError for anything else than an `http` or `https` URL, e.g. a host without a scheme.
 */
export function requireBaseUrl(baseUrl: string, hasOwnFetch: boolean): void {
  const valid = hasOwnFetch || isPage() ? ABSOLUTE_OR_RELATIVE : ABSOLUTE
  if (valid.test(baseUrl)) return
  throw new TypeError(`baseUrl must be a URL such as https://api.example.com, but is "${baseUrl}"`)
}

/** Whether the code runs in a page. In Deno `location` exists too, but is undefined. */
function isPage(): boolean {
  return (globalThis as { readonly location?: unknown }).location !== undefined
}
