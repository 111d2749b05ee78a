import { describe, expect, it } from 'vitest'
import { createRouteMatcher } from '../../../../../infra/local/services/api-gateway/match-route.ts'

function routeKeyFor(request: string, routeKeys: readonly string[]): string | undefined {
  const [method = '', path = ''] = request.split(' ')
  // Both orders, so that no test passes by the order of its keys.
  const matches = [routeKeys, routeKeys.toReversed()].map(
    (keys) => createRouteMatcher(keys)(method, path)?.routeKey,
  )
  expect(matches[0]).toBe(matches[1])
  return matches[0]
}

describe('the route of a request', () => {
  it.each([
    ['an exact path over a variable', 'GET /users/info', ['GET /users/{id}', 'GET /users/info']],
    ['a variable over a greedy one', 'GET /users/{id}', ['GET /users/{any+}', 'GET /users/{id}']],
    ['a longer exact start', 'GET /a/b/{x}', ['GET /a/{y}/{x}', 'GET /a/b/{x}']],
    ['a longer start before a greedy one', 'GET /a/{rest+}', ['GET /{rest+}', 'GET /a/{rest+}']],
    ['variables over a greedy one with a start', 'GET /{a}/{b}', ['GET /a/{c+}', 'GET /{a}/{b}']],
    ['a method over ANY', 'GET /users', ['ANY /users', 'GET /users']],
    [
      'an exact ANY over a variable method',
      'ANY /users/info',
      ['GET /users/{x}', 'ANY /users/info'],
    ],
    ['a greedy route over $default', 'ANY /{rest+}', ['$default', 'ANY /{rest+}']],
  ])('is %s', (_, expected, routeKeys) => {
    const request = expected
      .replace('ANY', 'GET')
      .replace('{id}', '7')
      .replace('{a}/{b}', 'a/7')
      .replace(/\{\w+\+?\}/, '7')

    expect(routeKeyFor(request, routeKeys)).toBe(expected)
  })

  it('has a less specific path when the more specific one has another method', () => {
    expect(routeKeyFor('POST /pets/dog', ['GET /pets/dog', 'POST /pets/{any+}'])).toBe(
      'POST /pets/{any+}',
    )
  })

  it('is $default when no other matches', () => {
    expect(routeKeyFor('DELETE /x', ['GET /x', '$default'])).toBe('$default')
  })

  it('is ANY for each method', () => {
    expect(routeKeyFor('PATCH /x', ['ANY /x'])).toBe('ANY /x')
  })

  it('is the root for the root only', () => {
    expect(routeKeyFor('GET /', ['GET /'])).toBe('GET /')
    expect(routeKeyFor('GET /x', ['GET /'])).toBeUndefined()
    expect(routeKeyFor('OPTIONS *', ['ANY /'])).toBeUndefined()
  })

  it.each([
    ['another method', 'POST /users'],
    ['another case', 'GET /Users'],
    ['a slash at the end', 'GET /users/'],
    ['a longer path', 'GET /users/1/2'],
    ['an empty variable', 'GET /teams/'],
    ['an empty greedy variable', 'GET /files/'],
    ['a missing greedy variable', 'GET /files'],
  ])('is none for %s', (_, request) => {
    const routeKeys = ['GET /users', 'GET /teams/{id}', 'GET /files/{path+}']

    expect(routeKeyFor(request, routeKeys)).toBeUndefined()
  })
})

describe('path parameters', () => {
  it('hold the value of each variable', () => {
    const matchRoute = createRouteMatcher(['GET /users/{user}/pets/{pet}'])

    expect(matchRoute('GET', '/users/7/pets/rex')?.pathParameters).toEqual({
      user: '7',
      pet: 'rex',
    })
  })

  it('hold all segments of a greedy variable', () => {
    const matchRoute = createRouteMatcher(['GET /{team}/{path+}'])

    expect(matchRoute('GET', '/red/a/b/c')?.pathParameters).toEqual({ team: 'red', path: 'a/b/c' })
  })

  it('are absent for a route without variables', () => {
    expect(createRouteMatcher(['GET /users'])('GET', '/users')?.pathParameters).toBeUndefined()
    expect(createRouteMatcher(['$default'])('GET', '/users')?.pathParameters).toBeUndefined()
  })
})

describe('a list of routes', () => {
  it.each([
    ['without a method', ['/users'], '"/users" is not'],
    ['without a slash', ['GET users'], '"GET users" is not'],
    ['greedy before its end', ['GET /{all+}/x'], 'before its end'],
    ['listed twice', ['GET /x', 'GET /x'], '"GET /x" is listed twice'],
  ])('is refused with a route %s', (_, routeKeys, message) => {
    expect(() => createRouteMatcher(routeKeys)).toThrow(message)
  })
})
