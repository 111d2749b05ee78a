import type { ZodOpenApiOperationObject } from 'zod-openapi'
import type { Route } from '../../../shared/http/define-route.ts'
import type { RouteDocs } from '../../../shared/http/describe-route.ts'
import { productionSettings } from './production-settings.ts'
import { type Examples, JSON_TYPE, toResponses } from './responses.ts'

/** The name of the security scheme. */
export const BEARER = 'accessToken'

/** Describes a route as an OpenAPI operation, from its contract and its docs file. */
export function toOperation(route: Route, docs: RouteDocs): ZodOpenApiOperationObject {
  const { headers, query, summary, authentication } = route
  const { operationId, tag, description } = docs
  return {
    operationId,
    tags: [tag],
    summary,
    description: typeof description === 'string' ? description : description(productionSettings()),
    security: authentication === 'none' ? [] : [{ [BEARER]: [] }],
    requestParams: { ...(headers && { header: headers }), ...(query && { query }) },
    ...requestBody(route, docs),
    responses: toResponses(route, docs),
  }
}

function requestBody({ body, upload }: Route, { requests = {} }: RouteDocs) {
  if (upload) {
    const file = {
      type: 'string' as const,
      contentMediaType: 'application/octet-stream',
      // The same in OpenAPI 3.0. Many generators know only this form.
      format: 'binary',
      description: `The file, of at most ${upload.maxBytes} bytes.`,
    }
    const form = { type: 'object' as const, properties: { [upload.field]: file } }
    const content = { schema: { ...form, required: [upload.field] } }
    return { requestBody: { required: true, content: { 'multipart/form-data': content } } }
  }
  if (!body) return {}
  const examples: Examples = {}
  for (const [name, value] of Object.entries(requests)) examples[name] = { value }
  const required = body._zod.optin !== 'optional'
  return { requestBody: { required, content: { [JSON_TYPE]: { schema: body, examples } } } }
}
