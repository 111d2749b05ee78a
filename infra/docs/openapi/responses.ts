import * as z from 'zod'
import type { ZodOpenApiResponseObject } from 'zod-openapi'
import type { Route } from '../../../shared/http/define-route.ts'
import { v1Envelope } from '../../../shared/http/envelope.ts'
import { failureSchema, isEncryptable, nameOf, successSchema, titleOf } from './envelopes.ts'
import { type DocumentedError, documentedErrors } from './errors.ts'
import { errorsOf } from './route-errors.ts'
import type { RoutePage } from './route-page.ts'

/** Examples by their names. */
export type Examples = Record<string, { summary?: string; value: unknown }>

export const JSON_TYPE = 'application/json'

// The one of docs/response-encryption.md; it decrypts to an id there, whatever the route.
const JWE =
  'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIiwia2lkIjoiYTFiMmMzZDRlNWY2MDcxOCJ9..feoNs7WS6ec8ziAB.' +
  'KBLorEP-tCrQSAmPKwYDuTfJjJJwwWDZkHKczhw5-sSf.h_vuE8Oto5SIauWo1QWdoA'

/** Every answer of a route, by its HTTP status: its success, and each error that it can answer. */
export function toResponses(route: Route, page: RoutePage | undefined) {
  const success = route.status ?? 200
  const errors = Map.groupBy(errorsOf(route), ({ error }) => statusOf(route, error))
  const responses: Record<`${number}`, ZodOpenApiResponseObject> = {
    [`${success}`]: successResponse(route, page, errors.get(success)),
  }
  for (const [status, atStatus] of errors) {
    if (status !== success) responses[`${status}`] = failureResponse(route, atStatus)
  }
  return responses
}

function successResponse(
  route: Route,
  page: RoutePage | undefined,
  errors: readonly DocumentedError[] = [],
): ZodOpenApiResponseObject {
  const examples: Examples = page ? successExamples(route, page) : {}
  const schema = successSchema(route)
  return {
    description: ['Done.', ...errors.map(describe)].join('\n'),
    headers: responseHeaders(),
    content: {
      [JSON_TYPE]: {
        // The society portal's document answers some errors with 200.
        schema: errors.length > 0 ? z.xor([schema, failureSchema(route, errors)]) : schema,
        examples: { ...examples, ...failureExamples(route, errors) },
      },
    },
  }
}

function successExamples(route: Route, { response, pagination }: RoutePage): Examples {
  const body = route.envelope.success(response, pagination)
  if (!isEncryptable(route)) return { success: { value: body } }
  return {
    success: { value: body },
    encrypted: {
      summary: 'while the feature flag response_encryption is on',
      value: { ...body, is_data_encrypted: 1, data: JWE },
    },
  }
}

const shared = new Map<string, ZodOpenApiResponseObject>()

/** Answers that are the same on every route of an envelope are one component. */
function failureResponse(
  route: Route,
  errors: readonly DocumentedError[],
): ZodOpenApiResponseObject {
  const [first, ...others] = errors
  if (!first || others.length > 0 || !documentedErrors.includes(first)) {
    return newFailureResponse(route, errors)
  }
  const id = `${route.envelope === v1Envelope ? '' : 'Society'}${nameOf(first.error)}`
  const response = shared.get(id) ?? { id, ...newFailureResponse(route, errors) }
  shared.set(id, response)
  return response
}

function newFailureResponse(
  route: Route,
  errors: readonly DocumentedError[],
): ZodOpenApiResponseObject {
  const hasRetryAfter = errors.some(({ error }) => error.retryAfterSeconds !== undefined)
  return {
    description: errors.map(describe).join('\n'),
    headers: responseHeaders(hasRetryAfter),
    content: {
      [JSON_TYPE]: {
        schema: failureSchema(route, errors),
        examples: failureExamples(route, errors),
      },
    },
  }
}

function statusOf(route: Route, error: DocumentedError['error']): number {
  return route.envelope.failure(error).statusCode
}

function describe({ error, when }: DocumentedError): string {
  return `- **${error.code} ${titleOf(error)}** ${when}`
}

function failureExamples(route: Route, errors: readonly DocumentedError[]): Examples {
  return Object.fromEntries(
    errors.map(({ error }) => [titleOf(error), { value: route.envelope.failure(error).body }]),
  )
}

function responseHeaders(hasRetryAfter = false) {
  return {
    'x-request-id': { $ref: '#/components/headers/RequestId' },
    ...(hasRetryAfter && { 'retry-after': { $ref: '#/components/headers/RetryAfter' } }),
  }
}
