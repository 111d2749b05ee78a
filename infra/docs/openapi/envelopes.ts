import * as z from 'zod'
import type { ErrorDocs } from '../../../shared/feature-docs.ts'
import type { Route } from '../../../shared/http/define-route.ts'
import { KEY_INFO } from '../../../shared/http/encrypt-for-token.ts'
import { v1Envelope } from '../../../shared/http/envelope.ts'
import { pagination } from '../../../shared/http/pagination.ts'
import { componentNameOf, titleOf } from './error-names.ts'
import { documentedErrors } from './features.ts'

const errorDetail = z
  .object({
    path: z.string().meta({
      description: 'Dotted, as in `name.first_name`. Empty when the whole request is wrong.',
    }),
    message: z.string().meta({ description: 'The problem, in English.' }),
  })
  .meta({ id: 'ErrorDetail', description: 'One wrong part of a request.' })

// One schema per code, so that generated types show which codes have `details`.
const v1Errors = new Map(documentedErrors.map((docs) => [docs.error.code, toV1Error(docs)]))

const portalError = z
  .object({
    status: z.int().meta({ description: 'The same as the HTTP status.' }),
    message: z
      .string()
      .meta({ description: 'What went wrong. The documented messages do not change.' }),
  })
  .meta({ id: 'PortalError', description: 'An error in the portal’s envelope.' })

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

/** Whether the `data` of a route is encrypted while the feature flag is on. */
export function isEncryptable(route: Route): boolean {
  return route.envelope.isEncryptable && route.authentication !== 'none'
}

/** The schema of a route's success in the route's envelope, with `data` either clear or encrypted. */
export function successSchema(route: Route): z.core.$ZodType {
  if (route.envelope !== v1Envelope) return z.object({ error: z.null(), user: route.response })
  const page = route.paginated ? { pagination } : {}
  const clear = z.object({ ...v1Success(0, route.response), ...page })
  if (!isEncryptable(route)) return clear
  return z.xor([
    clear.meta({ title: 'Clear' }),
    z
      .object({ ...v1Success(1, jwe), ...page })
      .meta({ title: 'Encrypted, while the feature flag response_encryption is on' }),
  ])
}

/** The schema of a route's response with one of these errors, in the route's envelope. */
export function failureSchema(route: Route, errors: readonly ErrorDocs[]): z.core.$ZodType {
  if (route.envelope !== v1Envelope) return z.object({ error: portalError })
  const [first, ...others] = errors.map(requireV1Error)
  if (!first) throw new Error('There is no error to document')
  return z.object({
    status: z.literal('error'),
    is_data_encrypted: z.literal(0).meta({ description: 'Errors are never encrypted.' }),
    data: z.null(),
    error: others.length > 0 ? z.xor([first, ...others]) : first,
    app_actions: z.null(),
  })
}

function v1Success(isEncrypted: 0 | 1, data: z.core.$ZodType) {
  return {
    status: z.literal('success'),
    is_data_encrypted: z.literal(isEncrypted),
    data,
    error: z.null(),
    app_actions: z.null().meta({ description: 'Not used.' }),
  }
}

function toV1Error({ error, when }: ErrorDocs) {
  return z
    .object({
      code: z.literal(error.code).meta({ description: titleOf(error) }),
      message: z.string().meta({ description: 'For developers and logs. It may change.' }),
      ...(error.details && {
        details: z.array(errorDetail).meta({ description: 'At least one.' }),
      }),
    })
    .meta({ id: componentNameOf(error), description: when })
}

function requireV1Error({ error }: ErrorDocs) {
  const schema = v1Errors.get(error.code)
  if (!schema) throw new Error(`There is no schema for the error ${error.code}`)
  return schema
}
