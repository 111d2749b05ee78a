import * as z from 'zod'
import type { ApiError } from '../../../shared/errors.ts'
import type { Route } from '../../../shared/http/define-route.ts'
import { v1Envelope } from '../../../shared/http/envelope.ts'
import { pagination } from '../../../shared/http/pagination.ts'
import { type DocumentedError, documentedErrors } from './errors.ts'

const errorDetail = z
  .object({
    path: z.string().meta({ description: 'Dotted, as in `name.first_name`; empty for the whole.' }),
    message: z.string().meta({ description: 'What is wrong with it, in English.' }),
  })
  .meta({ id: 'ErrorDetail', description: 'One wrong part of a request.' })

/** A V1 error by its code; so a client that knows the code knows whether there are details. */
const v1Errors = new Map(
  documentedErrors.map(({ error, when }) => [error.code, toV1Error(error, when)]),
)

const societyError = z
  .object({
    status: z.int().meta({ description: 'The same as the HTTP status.' }),
    message: z
      .string()
      .meta({ description: 'What went wrong; the documented messages are stable.' }),
  })
  .meta({ id: 'SocietyError', description: 'An error as the society portal is told it.' })

const jwe = z
  .string()
  .regex(/^[\w-]+\.\.[\w-]+\.[\w-]*\.[\w-]+$/)
  .meta({
    id: 'EncryptedData',
    description:
      'What `data` would be, encrypted for the holder of the token: a compact JWE (`dir`, `A256GCM`). ' +
      'The key is HKDF-SHA-256 of the token’s secret part (32 bytes of base64url from character 43 on), ' +
      'with the session id (characters 27–42) as salt and `user-api response v1` as info; 32 bytes.',
  })

/** Whether the `data` of a route is encrypted while the feature flag is on. */
export function isEncryptable(route: Route): boolean {
  return route.envelope.isEncryptable && route.authentication !== 'none'
}

/** The schema of a route's successful answer, in its envelope; either way of telling `data`. */
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

/** The schema of a route's answer with one of these errors, in its envelope. */
export function failureSchema(route: Route, errors: readonly DocumentedError[]): z.core.$ZodType {
  if (route.envelope !== v1Envelope) return z.object({ error: societyError })
  const [first, ...others] = errors.map(({ error }) => requireV1Error(error))
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
    app_actions: z.null().meta({ description: 'Not in use.' }),
  }
}

function toV1Error(error: ApiError, description: string) {
  return z
    .object({
      code: z.literal(error.code).meta({ description: titleOf(error) }),
      message: z.string().meta({ description: 'For developers and logs: may change.' }),
      ...(error.details && {
        details: z.array(errorDetail).meta({ description: 'At least one.' }),
      }),
    })
    .meta({ id: nameOf(error), description })
}

/** What an error is called, e.g. `OTP_INCORRECT`. */
export function titleOf(error: ApiError): string {
  return (error.constructor as typeof ApiError).title
}

/** What it is called as a component, e.g. `OtpIncorrect`. */
export function nameOf(error: ApiError): string {
  return titleOf(error)
    .toLowerCase()
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
}

function requireV1Error({ code }: ApiError) {
  const schema = v1Errors.get(code)
  if (!schema) throw new Error(`There is no schema for the error ${code}`)
  return schema
}
