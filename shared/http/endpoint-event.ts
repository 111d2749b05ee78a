import type middy from '@middy/core'
import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import type { Caller } from '../accounts/token.ts'
import type { User } from '../accounts/user.ts'
import type { FeatureFlags } from '../feature-flags/feature-flags.ts'

/** Lambda's event of a request, with the properties that the middlewares add. */
export interface EndpointEvent extends APIGatewayProxyEventV2 {
  /** The client's address. Set when the request came through CloudFront. */
  viewerAddress?: string
  /** The caller that the token names. */
  caller?: Caller
  /** The token, from which the key of an encrypted response is derived. */
  accessToken?: string
  /** The feature flags, which are read in parallel with the session check. */
  featureFlags?: Promise<FeatureFlags>
  /** The caller's profile. Set once a read of the profile has authenticated the caller. */
  user?: User
  /** The parsed body before validation. */
  parsedBody?: unknown
  /** The uploaded file. Its content is not checked yet. */
  uploadedFile?: Buffer
  /** The handler's argument. Set once the request is valid. */
  validated?: unknown
}

/** A middleware of the stack. */
export type EndpointMiddleware = middy.MiddlewareObj<EndpointEvent, unknown>
