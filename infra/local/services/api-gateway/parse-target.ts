/**
 * The parts of a request target: `path` and the values of `query` are decoded, `rawQueryString` is as
 * sent, without `?`. The values of a repeated query name are joined by `,`.
 */
export interface RequestTarget {
  readonly path: string
  readonly rawQueryString: string
  /** `undefined` when no parameter was sent. */
  readonly query: Readonly<Record<string, string>> | undefined
}

/**
 * Splits and decodes the target of a request line: `/path?query`, or `http://host/path?query` from a
 * proxy.
 * @returns `undefined` when a percent-encoding is malformed or is not UTF-8.
 */
export function parseTarget(url: string): RequestTarget | undefined {
  const [rawPath = '', ...afterQuestionMarks] = toOriginForm(url).split('?')
  const rawQueryString = afterQuestionMarks.join('?')
  try {
    return { path: decodeURIComponent(rawPath), rawQueryString, query: parseQuery(rawQueryString) }
  } catch {
    return undefined
  }
}

function toOriginForm(url: string): string {
  const authority = url.startsWith('/') ? -1 : url.indexOf('://')
  if (authority === -1) return url
  const pathStart = url.indexOf('/', authority + 3)
  return pathStart === -1 ? '/' : url.slice(pathStart)
}

function parseQuery(rawQueryString: string): RequestTarget['query'] {
  // A Map, because a plain object would lose a parameter named `__proto__`.
  const query = new Map<string, string>()
  for (const pair of rawQueryString.split('&')) {
    if (pair === '') continue
    const [rawName = '', ...afterEquals] = pair.split('=')
    const name = decodeQuery(rawName)
    const value = decodeQuery(afterEquals.join('='))
    const earlier = query.get(name)
    query.set(name, earlier === undefined ? value : `${earlier},${value}`)
  }
  return query.size === 0 ? undefined : Object.fromEntries(query)
}

function decodeQuery(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '))
}
