import * as z from 'zod'
import type { ErrorDocs } from '../../../shared/feature-docs.ts'
import { componentNameOf, titleOf } from './component-names.ts'
import { documentedErrors } from './features.ts'
import { nullInPlaceOf } from './null-in-place-of.ts'

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
const v1Envelopes = new Map(
  documentedErrors.map((docs) => [docs.error.code, toSingleErrorEnvelope(docs)] as const),
)

const portalError = z
  .object({
    status: z.int().meta({ description: 'The same as the HTTP status.' }),
    message: z
      .string()
      .meta({ description: 'What went wrong. The documented messages do not change.' }),
  })
  .meta({ id: 'PortalError', description: 'An error in the portal’s envelope.' })

/** Every error response of the portal's routes. */
export const portalErrorEnvelope = z
  .object({ error: portalError })
  .meta({ id: 'PortalErrorResponse', description: 'Any error of the portal’s routes.' })

/** The schema of the V1 responses with one of these errors. Several errors become the components `<name>Error` and `<name>Response`. */
export function v1ErrorEnvelope(name: string, errors: readonly ErrorDocs[]): z.core.$ZodType {
  const [first, ...others] = errors
  if (!first) throw new Error('There is no error to document')
  if (others.length === 0) return requireFrom(v1Envelopes, first)
  const all = errors.map((docs) => requireFrom(v1Errors, docs))
  const error = z.xor(all).meta({ id: `${name}Error`, description: 'Switch on `code`.' })
  const titles = errors.map((docs) => titleOf(docs.error)).join(' or ')
  return z.object(v1Failure(error)).meta({ id: `${name}Response`, description: `${titles}.` })
}

function toSingleErrorEnvelope(docs: ErrorDocs) {
  return z.object(v1Failure(requireFrom(v1Errors, docs))).meta({
    id: `${componentNameOf(docs.error)}Response`,
    description: `${titleOf(docs.error)}.`,
  })
}

function v1Failure<E extends z.core.$ZodType>(error: E) {
  return {
    status: z.literal('error').meta({ description: 'Always `error`.' }),
    is_data_encrypted: z.literal(0).meta({ description: '0: errors are never encrypted.' }),
    data: nullInPlaceOf('object', 'Null in an error.'),
    error,
    app_actions: nullInPlaceOf('object', 'Not used.'),
  }
}

function requireFrom<T>(schemas: ReadonlyMap<number, T>, { error }: ErrorDocs): T {
  const schema = schemas.get(error.code)
  if (!schema) throw new Error(`There is no schema for the error ${error.code}`)
  return schema
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
