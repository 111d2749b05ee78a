/**
 * The route of a request: its key as in CloudFormation (`GET /users/{id}`) and the decoded values of
 * its path variables, `undefined` when it has none.
 */
export interface RouteMatch {
  readonly routeKey: string
  readonly pathParameters: Readonly<Record<string, string>> | undefined
}

type Segment = { readonly kind: 'static' | 'variable' | 'greedy'; readonly text: string }

interface CompiledRoute {
  readonly routeKey: string
  readonly method: string
  readonly segments: readonly Segment[]
  /** The sort key: in text order, more specific routes come first. */
  readonly rank: string
}

const DEFAULT_ROUTE = '$default'
const ANY_METHOD = 'ANY'
const ROUTE_KEY = /^([A-Z]+) (\/.*)$/
const SEGMENT_RANK = { static: '0', variable: '1', greedy: '2' } as const

/**
 * Compiles route keys as in CloudFormation: `GET /users/{id}`, `ANY /x/{proxy+}`, `$default`.
 * The matcher takes a method and a decoded path. An exact path precedes variables, these precede
 * `{proxy+}`, a method precedes `ANY`, and `$default` takes the rest.
 * @throws Error when a key is malformed or listed twice.
 */
export function createRouteMatcher(
  routeKeys: readonly string[],
): (method: string, path: string) => RouteMatch | undefined {
  requireUnique(routeKeys)
  const routes = routeKeys
    .filter((routeKey) => routeKey !== DEFAULT_ROUTE)
    .map(compileRoute)
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
  const fallback = routeKeys.includes(DEFAULT_ROUTE)
    ? { routeKey: DEFAULT_ROUTE, pathParameters: undefined }
    : undefined

  return (method, path) => {
    // The path is decoded before it is split, as on AWS: `/users/a%2Fb` has three segments.
    // https://github.com/aws/aws-lambda-dotnet/pull/1901
    const parts = path.split('/')
    for (const route of routes) {
      if (route.method !== method && route.method !== ANY_METHOD) continue
      const variables = matchSegments(route.segments, parts)
      if (variables === undefined) continue
      return { routeKey: route.routeKey, pathParameters: toParameters(variables) }
    }
    return fallback
  }
}

function requireUnique(routeKeys: readonly string[]): void {
  const twice = routeKeys.find((routeKey, index) => routeKeys.indexOf(routeKey) !== index)
  if (twice !== undefined) throw new Error(`Route "${twice}" is listed twice`)
}

function compileRoute(routeKey: string): CompiledRoute {
  const [, method, path] = ROUTE_KEY.exec(routeKey) ?? []
  if (method === undefined || path === undefined) {
    throw new Error(`Route "${routeKey}" is not "METHOD /path" nor "${DEFAULT_ROUTE}"`)
  }
  const segments = path.split('/').map(toSegment)
  const kinds = segments.map(({ kind }) => kind)
  if (kinds.slice(0, -1).includes('greedy')) {
    throw new Error(`Route "${routeKey}" has a greedy variable before its end`)
  }
  return { routeKey, method, segments, rank: rankOf(method, kinds) }
}

function toSegment(text: string): Segment {
  if (!(text.startsWith('{') && text.endsWith('}'))) return { kind: 'static', text }
  return text.endsWith('+}')
    ? { kind: 'greedy', text: text.slice(1, -2) }
    : { kind: 'variable', text: text.slice(1, -1) }
}

/** A route with a greedy variable comes after all others, however long its static start. */
function rankOf(method: string, kinds: readonly Segment['kind'][]): string {
  const leastSpecific = kinds.includes('greedy') ? '2' : kinds.includes('variable') ? '1' : '0'
  const methodRank = method === ANY_METHOD ? '1' : '0'
  return leastSpecific + kinds.map((kind) => SEGMENT_RANK[kind]).join('') + methodRank
}

/** Returns name and value of each variable, or `undefined` when the path does not match. */
function matchSegments(
  segments: readonly Segment[],
  parts: readonly string[],
): [string, string][] | undefined {
  const isGreedy = segments.at(-1)?.kind === 'greedy'
  if (isGreedy ? parts.length < segments.length : parts.length !== segments.length) return undefined
  const variables: [string, string][] = []
  for (const [index, { kind, text }] of segments.entries()) {
    const value = kind === 'greedy' ? parts.slice(index).join('/') : (parts[index] ?? '')
    if (kind === 'static' ? value !== text : value === '') return undefined
    if (kind !== 'static') variables.push([text, value])
  }
  return variables
}

function toParameters(variables: [string, string][]): RouteMatch['pathParameters'] {
  return variables.length === 0 ? undefined : Object.fromEntries(variables)
}
