import type middy from '@middy/core'
import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import type { Caller } from '../accounts/token.ts'
import type { User } from '../accounts/user.ts'
import type { FeatureFlags } from '../feature-flags/feature-flags.ts'

/** The event of a request, and what the middlewares add to it. */
export interface EndpointEvent extends APIGatewayProxyEventV2 {
  /** The client's address, when the request came through CloudFront. */
  viewerAddress?: string
  /** The caller according to the token. */
  caller?: Caller
  /** The token, from which the key of an encrypted response is derived. */
  accessToken?: string
  /** The feature flags, which are read in parallel with the session check. */
  featureFlags?: Promise<FeatureFlags>
  /** The caller's profile, once a read has authenticated them. */
  user?: User
  /** The parsed body before validation. */
  parsedBody?: unknown
  /** The uploaded file. Its content is not checked yet. */
  uploadedFile?: Buffer
  /** The handler's argument, once the request is validated. */
  validated?: unknown
}

/** A middleware of the stack. */
export type EndpointMiddleware = middy.MiddlewareObj<EndpointEvent, unknown>
