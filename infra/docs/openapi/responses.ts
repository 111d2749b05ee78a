import type { ZodOpenApiResponseObject } from 'zod-openapi'
import type { ErrorDocs } from '../../../shared/feature-docs.ts'
import type { Route } from '../../../shared/http/define-route.ts'
import type { RouteDocs } from '../../../shared/http/describe-route.ts'
import { v1Envelope } from '../../../shared/http/envelope.ts'
import { componentNameOf, titleOf } from './component-names.ts'
import { failureSchema, isEncryptable, successSchema } from './envelopes.ts'
import { documentedErrors } from './features.ts'
import { errorsOf } from './route-errors.ts'

/** Examples by name. */
export type Examples = Record<string, { summary?: string; value: unknown }>

export const JSON_TYPE = 'application/json'

// The example of docs/response-encryption.md: an encrypted id. Every route shows it, whatever its `data` is.
const JWE =
  'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIiwia2lkIjoiYTFiMmMzZDRlNWY2MDcxOCJ9..feoNs7WS6ec8ziAB.' +
  'KBLorEP-tCrQSAmPKwYDuTfJjJJwwWDZkHKczhw5-sSf.h_vuE8Oto5SIauWo1QWdoA'

/** Every response of a route by its HTTP status: its success and each error that it can return. */
export function toResponses(route: Route, docs: RouteDocs) {
  const success = route.status ?? 200
  const errors = Map.groupBy(errorsOf(route, docs), ({ error }) => statusOf(route, error))
  const responses: Record<`${number}`, ZodOpenApiResponseObject> = {
    [`${success}`]: successResponse(route, docs, errors.get(success)),
  }
  for (const [status, atStatus] of errors) {
    if (status !== success) responses[`${status}`] = failureResponse(route, docs, atStatus)
  }
  return responses
}

function successResponse(
  route: Route,
  docs: RouteDocs,
  errors: readonly ErrorDocs[] = [],
): ZodOpenApiResponseObject {
  return {
    description: ['Success.', ...errors.map(toLine)].join('\n'),
    headers: responseHeaders(),
    content: {
      [JSON_TYPE]: {
        schema: successSchema(route, docs, errors),
        examples: { ...successExamples(route, docs), ...failureExamples(route, errors) },
      },
    },
  }
}

function successExamples(route: Route, { response, pagination }: RouteDocs): Examples {
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

const sharedResponses = new Map<string, ZodOpenApiResponseObject>()

/** Describes a status. Routes share one component per envelope and error, unless a route describes the error itself. */
function failureResponse(
  route: Route,
  docs: RouteDocs,
  errors: readonly ErrorDocs[],
): ZodOpenApiResponseObject {
  const [first, ...others] = errors
  const isShared = first && others.length === 0 && documentedErrors.includes(first)
  if (!isShared) return newFailureResponse(route, docs, errors)
  const id = `${route.envelope === v1Envelope ? '' : 'Portal'}${componentNameOf(first.error)}`
  const response = sharedResponses.get(id) ?? { id, ...newFailureResponse(route, docs, errors) }
  sharedResponses.set(id, response)
  return response
}

function newFailureResponse(
  route: Route,
  docs: RouteDocs,
  errors: readonly ErrorDocs[],
): ZodOpenApiResponseObject {
  const hasRetryAfter = errors.some(({ error }) => error.retryAfterSeconds !== undefined)
  return {
    description: errors.map(toLine).join('\n'),
    headers: responseHeaders(hasRetryAfter),
    content: {
      [JSON_TYPE]: {
        schema: failureSchema(route, docs.operationId, errors),
        examples: failureExamples(route, errors),
      },
    },
  }
}

function statusOf(route: Route, error: ErrorDocs['error']): number {
  return route.envelope.failure(error).statusCode
}

function toLine({ error, when }: ErrorDocs): string {
  return `- **${error.code} ${titleOf(error)}** ${when}`
}

function failureExamples(route: Route, errors: readonly ErrorDocs[]): Examples {
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
