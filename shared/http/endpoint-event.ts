import type middy from '@middy/core'
import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import type { Caller } from '../accounts/token.ts'
import type { User } from '../accounts/user.ts'
import type { FeatureFlags } from '../feature-flags/feature-flags.ts'

/** A request on its way through the stack: the event, and what each middleware learnt from it. */
export interface EndpointEvent extends APIGatewayProxyEventV2 {
  /** The client's address as CloudFront saw it; only there when the request came through it. */
  viewerAddress?: string
  /** Who the token says is calling. */
  caller?: Caller
  /** The token itself, from which an encrypted answer's key is derived. */
  accessToken?: string
  /** The feature flags, being read beside the session check. */
  featureFlags?: Promise<FeatureFlags>
  /** The profile, once the caller is proven by a read. */
  user?: User
  /** The body as parsed, not yet validated. */
  parsedBody?: unknown
  /** The file as uploaded; its content is not looked at. */
  uploadedFile?: Buffer
  /** The request as the handler gets it, once it is validated. */
  validated?: unknown
}

/** A middleware of the stack. */
export type EndpointMiddleware = middy.MiddlewareObj<EndpointEvent, unknown>
