import * as fc from 'fast-check'
import type * as z from 'zod'
import type { LoadedRoute } from '../../../infra/functions/load-functions.ts'
import type { ApiRequest, ApiResponse } from '../../support/api-request.ts'
import { fileForm, writeForm } from '../../support/forms.ts'
import { blackPng, lyingWebp } from '../../support/images.ts'
import { isCounter, type StoredState } from '../stored-state.ts'
import { type Json, keepingTo } from './from-schema.ts'
import { hostile, hostileHeaders, hostileQuery, hostileText, spoilt } from './hostile.ts'

/** Requests of a route, without a token: some valid, most nearly valid, some hostile. */
export function requestsOf({ routeKey, contract }: LoadedRoute): fc.Arbitrary<ApiRequest> {
  // `$default` takes every request that no route takes.
  const [method = '', path = ''] = (routeKey === '$default' ? 'POST /nowhere' : routeKey).split(' ')
  const bodies = contract.upload
    ? uploads
    : contract.body
      ? bodiesOf(contract.body)
      : fc.oneof(fc.constant(undefined), hostileText)
  return fc
    .record({ query: queriesOf(contract.query), headers: hostileHeaders, sent: bodies })
    .map(({ query, headers, sent }) => {
      const { body, contentType } = isUpload(sent) ? sent : { body: sent, contentType: undefined }
      const type: Record<string, string> = contentType ? { 'content-type': contentType } : {}
      return {
        method,
        path: query ? `${path}?${query}` : path,
        headers: { ...headers, ...type },
        // `fetch` sends no body with a GET.
        ...(method !== 'GET' && { body }),
      }
    })
}

type Sent = { body: unknown; contentType: string }

function isUpload(sent: unknown): sent is Sent {
  return typeof sent === 'object' && sent !== null && 'contentType' in sent
}

function bodiesOf(contract: z.core.$ZodType): fc.Arbitrary<unknown> {
  const right = keepingTo(contract)
  return fc.oneof(
    { weight: 2, arbitrary: right },
    { weight: 5, arbitrary: spoilt(right) },
    { weight: 1, arbitrary: hostile },
    { weight: 2, arbitrary: hostileText },
  )
}

function queriesOf(contract: z.core.$ZodType | undefined): fc.Arbitrary<string> {
  if (!contract) return fc.oneof(fc.constant(''), hostileQuery)
  const toQuery = (value: Json) =>
    new URLSearchParams(
      Object.entries(value ?? {}).map(([name, one]): [string, string] => [
        name,
        (typeof one === 'string' ? one : JSON.stringify(one)).toWellFormed(),
      ]),
    ).toString()
  const right = keepingTo(contract)
  return fc.oneof(right.map(toQuery), right.map(toQuery), spoilt(right).map(toQuery), hostileQuery)
}

const images = fc.constantFrom<Buffer | string>(
  ...[blackPng(9, 7), blackPng(2, 2, { width: 60_000, height: 60_000 }), lyingWebp(), '', 'GIF89a'],
  ...['\xff\xd8\xff', '<svg xmlns="http://www.w3.org/2000/svg"/>', blackPng(9, 7).subarray(0, 40)],
)
const uploads: fc.Arbitrary<unknown> = fc.oneof(
  images.map((image) => fileForm(image)),
  fc
    .tuple(images, fc.constantFrom('file', 'File', 'x', ''))
    .map(([image, name]) => fileForm(image, name)),
  fc
    .tuple(
      fc.string({ maxLength: 20 }),
      fc.constantFrom('', ';', '; boundary=', '; boundary="', '; boundary=y'),
    )
    .map(([text, rest]) => ({
      ...writeForm('y', [{ head: [text.replaceAll(/[\r\n]/g, '')], content: text }]),
      contentType: `multipart/form-data${rest}`,
    })),
  fc
    .uint8Array({ maxLength: 200 })
    .map((bytes) => ({ body: Buffer.from(bytes), contentType: 'image/png' })),
)

const V1_KEYS = ['app_actions', 'data', 'error', 'is_data_encrypted', 'status']
/** Responses of API Gateway itself. */
const GATEWAYS_OWN = [400, 404, 413, 431]

/** Describes a response that no request may get; undefined when it is fine. */
export function problemOf(route: LoadedRoute, { status, body }: ApiResponse): string | undefined {
  if (status >= 500) return `the response is ${status} ${JSON.stringify(body)}`
  if (GATEWAYS_OWN.includes(status) && isGateways(body)) return undefined
  return isEnveloped(route, body) ? undefined : `the response is ${status} ${JSON.stringify(body)}`
}

function isGateways(body: ApiResponse['body']): boolean {
  return Object.keys(body).join() === 'message'
}

function isEnveloped({ contract }: LoadedRoute, body: ApiResponse['body']): boolean {
  if (typeof body !== 'object' || body === null) return false
  if (!contract.envelope.isEncryptable) {
    const { error, user } = body
    return error === null
      ? user !== undefined
      : typeof error.status === 'number' && typeof error.message === 'string'
  }
  const { pagination, ...rest } = body
  if (Object.keys(rest).sort().join() !== V1_KEYS.join()) return false
  const { error, data } = body
  return body.status === 'success'
    ? error === null
    : data === null && typeof error.code === 'number'
}

/**
 * Whether the stored data differs. Counters do not matter, nor do expired items, which the engine
 * removes at any time.
 */
export function hasChanged(before: StoredState, after: StoredState): boolean {
  const seconds = Date.now() / 1000
  return JSON.stringify(compared(before, seconds)) !== JSON.stringify(compared(after, seconds))
}

/** Counts of tries, also inside sessions. */
const COUNTERS = ['passwordTries', 'wrongPasswords', 'tries', 'firstTried']

function compared({ users, otps, stats, reports, objects }: StoredState, now: number) {
  // Sorted: the engine returns attributes in any order.
  const bare = (item: Record<string, unknown>) =>
    JSON.stringify(
      Object.entries(item)
        .filter(([name]) => !COUNTERS.includes(name))
        .sort(([a], [b]) => a.localeCompare(b)),
      (name, value) => (COUNTERS.includes(name) ? undefined : value),
    )
  const sorted = (items: readonly Record<string, unknown>[]) => items.map(bare).sort()
  const lives = ({ expiresAt }: Record<string, unknown>) => !(Number(expiresAt) <= now)
  const kept = otps.filter((item) => !isCounter(item) && lives(item))
  const marks = sorted(stats.filter(lives))
  return [sorted(users), sorted(kept), marks, sorted(reports), [...objects].sort()]
}
