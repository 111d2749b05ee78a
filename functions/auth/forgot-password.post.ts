import { defineRoute } from '../../shared/http/define-route.ts'
import { endpoint } from '../../shared/http/endpoint.ts'
import { v1Envelope } from '../../shared/http/envelope.ts'
import {
  recoveryRequest,
  requestedRecovery,
  requestRecovery,
} from '../../shared/password-recovery/request-recovery.ts'
import { RateLimitedError } from '../../shared/rate-limits/errors.ts'

export const route = defineRoute({
  summary: 'Request an OTP that resets a forgotten password',
  authentication: 'none',
  envelope: v1Envelope,
  logsNetwork: true,
  body: recoveryRequest,
  response: requestedRecovery,
  errors: [RateLimitedError],
  uses: {
    // UpdateItem: the OTPs table also has the counters of the rate limits.
    otpsTable: ['dynamodb:PutItem', 'dynamodb:UpdateItem'],
    recoveries: ['sqs:SendMessage'],
  },
  settings: ['otpSeconds', 'otiSeconds', 'recoveriesPerIp'],
})

export const handler = endpoint(route, ({ body, network }) => requestRecovery(body, network))
