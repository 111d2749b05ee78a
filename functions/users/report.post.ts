import { defineRoute } from '../../shared/http/define-route.ts'
import { deviceTimeHeader } from '../../shared/http/device-time.ts'
import { endpoint } from '../../shared/http/endpoint.ts'
import { v1Envelope } from '../../shared/http/envelope.ts'
import { RateLimitedError } from '../../shared/rate-limits/errors.ts'
import { createdReport, createReport, reportQuery } from '../../shared/reports/create-report.ts'
import { reportRequest } from '../../shared/reports/report.ts'

export const route = defineRoute({
  summary: 'Report an issue with an MCQ or a docket',
  // The handler checks the session itself, with a condition of its DynamoDB write.
  authentication: 'handler',
  envelope: v1Envelope,
  headers: deviceTimeHeader,
  query: reportQuery,
  body: reportRequest,
  response: createdReport,
  errors: [RateLimitedError],
  uses: {
    // GetItem: to authenticate a request that fails validation.
    usersTable: ['dynamodb:ConditionCheckItem', 'dynamodb:GetItem'],
    // GetItem: to return the id of a report that is sent again.
    reportsTable: ['dynamodb:PutItem', 'dynamodb:GetItem'],
    // The OTPs table also has the counters of the rate limits. GetItem: to compute Retry-After.
    otpsTable: ['dynamodb:UpdateItem', 'dynamodb:GetItem'],
  },
  settings: ['reportsPerUser'],
})

export const handler = endpoint(route, ({ caller, query, body }) =>
  createReport(caller, query.course_id, body),
)
