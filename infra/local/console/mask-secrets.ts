import { type Headers, isPlaceholder } from './body-text.ts'

const MASK = '***'
const AUTHORIZATION_HEADERS = ['authorization', 'proxy-authorization']
const COOKIE_HEADERS = ['cookie', 'set-cookie']

// In each function below, `isSecret` matches names of secret values; when it is undefined, nothing is masked.

/** Masks the values of headers with credentials. The scheme of an authorization stays, as in `Bearer ***`. */
export function maskHeaders(headers: Headers, isSecret: RegExp | undefined): Headers {
  if (!isSecret) return headers
  const masked = Object.entries(headers).map(([name, value]) => {
    if (AUTHORIZATION_HEADERS.includes(name)) return [name, value.replace(/\S+$/, MASK)]
    return [name, COOKIE_HEADERS.includes(name) || isSecret.test(name) ? MASK : value]
  })
  return Object.fromEntries(masked)
}

/** Masks the values of query parameters. */
export function maskQuery(url: string, isSecret: RegExp | undefined): string {
  if (!isSecret) return url
  return url.replace(/([?&])([^=&]+)=([^&]*)/g, (all, before: string, name: string) =>
    isSecret.test(name) ? `${before}${name}=${MASK}` : all,
  )
}

/** Masks the values of JSON fields, at any depth. Other text is replaced by its length: any part may be secret. */
export function maskBody(text: string, isSecret: RegExp | undefined): string {
  if (!isSecret || text === '' || isPlaceholder(text)) return text
  try {
    const masked = JSON.parse(text, (name, value: unknown) =>
      isSecret.test(name) && mayBeSecret(value) ? MASK : value,
    )
    return JSON.stringify(masked, null, 2)
  } catch {
    return `[${text.length} characters that are not JSON]`
  }
}

/** Not null and booleans, e.g. in `{"otp": null}`. */
function mayBeSecret(value: unknown): boolean {
  return value !== null && typeof value !== 'boolean'
}
