import * as z from 'zod'
import type { ErrorDocs } from '../../../shared/feature-docs.ts'
import type { Route } from '../../../shared/http/define-route.ts'
import type { RouteDocs } from '../../../shared/http/describe-route.ts'
import { KEY_INFO } from '../../../shared/http/encrypt-for-token.ts'
import { v1Envelope } from '../../../shared/http/envelope.ts'
import { pagination } from '../../../shared/http/pagination.ts'
import { toComponentName } from './component-names.ts'
import { portalErrorEnvelope, v1ErrorEnvelope } from './error-envelopes.ts'
import { nullInPlaceOf } from './null-in-place-of.ts'

// Each envelope is a component of the document: client generators name types after components, and make
// anonymous types of all other schemas.

const jwe = z
  .string()
  .regex(/^[\w-]+\.\.[\w-]+\.[\w-]*\.[\w-]+$/)
  .meta({
    id: 'EncryptedData',
    description:
      '`data`, encrypted for the owner of the token: a compact JWE (`dir`, `A256GCM`). ' +
      'The key is 32 bytes of HKDF-SHA-256. Characters of the token are counted from 0. Input: the token from ' +
      'character 43 on, decoded from base64url (32 bytes). Salt: the session id, characters 27–42 of the token. ' +
      `Info: \`${KEY_INFO}\`.`,
  })

const NO_ERROR = nullInPlaceOf('string', 'Null in a success.')
const WHILE_ON = 'while the feature flag `response_encryption` is on'
const encrypted = z
  .object(v1Success(1, jwe))
  .meta(named('EncryptedResponse', `A success, ${WHILE_ON}.`))
const encryptedPage = z
  .object({ ...v1Success(1, jwe), pagination })
  .meta(named('EncryptedPageResponse', `A page, ${WHILE_ON}.`))

/** Whether the `data` of a route is encrypted while the feature flag is on. */
export function isEncryptable(route: Route): boolean {
  return route.envelope.isEncryptable && route.authentication !== 'none'
}

/** The schema of a route's responses with the status of its success. The portal has errors with that status. */
export function successSchema(
  route: Route,
  { operationId }: RouteDocs,
  errors: readonly ErrorDocs[],
): z.core.$ZodType {
  const id = `${toComponentName(operationId)}Response`
  const success = plainSchema(route).meta(named(id, route.summary))
  if (errors.length > 0) {
    const failure = failureSchema(route, operationId, errors)
    return z.xor([success, failure]).meta({ id: `${id}OrError`, description: 'Read `error`.' })
  }
  if (!isEncryptable(route)) return success
  const description = `The second, ${WHILE_ON}.`
  return z
    .xor([success, route.paginated ? encryptedPage : encrypted])
    .meta({ id: `${id}OrEncrypted`, description })
}

function plainSchema(route: Route) {
  if (route.envelope !== v1Envelope) return z.object({ error: NO_ERROR, user: route.response })
  if (!route.paginated) return z.object(v1Success(0, route.response))
  const rows = route.response.check(z.describe('The rows of the page.'))
  return z.object({ ...v1Success(0, rows), pagination })
}

/** The schema of a route's responses with one of these errors, which have the same status. */
export function failureSchema(
  route: Route,
  operationId: string,
  errors: readonly ErrorDocs[],
): z.core.$ZodType {
  if (route.envelope !== v1Envelope) return portalErrorEnvelope
  return v1ErrorEnvelope(`${toComponentName(operationId)}${errors[0]?.error.status}`, errors)
}

/** The title is the id: pages show it for each form of a response, and Java generators name a method after it. */
function named(id: string, description: string) {
  return { id, title: id, description }
}

function v1Success(isEncrypted: 0 | 1, data: z.core.$ZodType) {
  return {
    status: z.literal('success').meta({ description: 'Always `success`.' }),
    is_data_encrypted: z.literal(isEncrypted).meta({
      description: isEncrypted ? '1: `data` is encrypted.' : '0: `data` is not encrypted.',
    }),
    data,
    error: NO_ERROR,
    app_actions: nullInPlaceOf('object', 'Not used.'),
  }
}
