import { Validations } from 'aws-cdk-lib'
import type { HttpRoute } from 'aws-cdk-lib/aws-apigatewayv2'
import type { Authentication } from '../../../shared/http/define-route.ts'

const IN_THE_FUNCTION =
  'The function authenticates: an authorizer would read the same item once more, and could not answer in the API’s envelope. test/shared/http/authentication.test.ts tries the routes without a session.'

const REASONS: Readonly<Record<Authentication, string>> = {
  session: IN_THE_FUNCTION,
  guard: IN_THE_FUNCTION,
  none: 'Whoever calls it has no session yet, or asks for what there is not or what is everybody’s: registration, login, unknown routes, the documentation. Logins are limited by e-mail and address.',
}

/** Tells cdk-nag why API Gateway does not authorize a route. */
export function acknowledgeOpenRoute(route: HttpRoute, authentication: Authentication): void {
  Validations.of(route).acknowledge({ id: 'AwsSolutions-APIG4', reason: REASONS[authentication] })
}
