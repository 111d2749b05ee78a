import type { ZodOpenApiOperationObject } from 'zod-openapi'
import type { Route } from '../../../shared/http/define-route.ts'
import type { LoadedRoute } from '../../functions/load-functions.ts'
import { type Examples, JSON_TYPE, toResponses } from './responses.ts'
import type { RoutePage } from './route-page.ts'

/** The name of the security scheme. */
export const BEARER = 'accessToken'

/** Describes one route as an operation: all from the contract, and what its page adds. */
export function toOperation(
  { id, contract }: LoadedRoute,
  page: RoutePage | undefined,
): ZodOpenApiOperationObject {
  const { headers, query, summary, authentication } = contract
  return {
    operationId: page?.operationId ?? id.charAt(0).toLowerCase() + id.slice(1),
    ...(page && { tags: [page.tag], description: page.description }),
    summary,
    security: authentication === 'none' ? [] : [{ [BEARER]: [] }],
    requestParams: { ...(headers && { header: headers }), ...(query && { query }) },
    ...requestBody(contract, page),
    responses: toResponses(contract, page),
  }
}

function requestBody({ body, upload }: Route, page: RoutePage | undefined) {
  if (upload) {
    const file = {
      type: 'string' as const,
      contentMediaType: 'application/octet-stream',
      description: `The file, of at most ${upload.maxBytes} bytes.`,
    }
    const form = { type: 'object' as const, properties: { [upload.field]: file } }
    const content = { schema: { ...form, required: [upload.field] } }
    return { requestBody: { required: true, content: { 'multipart/form-data': content } } }
  }
  if (!body) return {}
  const examples: Examples = {}
  for (const [name, value] of Object.entries(page?.requests ?? {})) examples[name] = { value }
  return { requestBody: { required: true, content: { [JSON_TYPE]: { schema: body, examples } } } }
}
