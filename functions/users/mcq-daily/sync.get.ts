import { defineRoute } from '../../../shared/http/define-route.ts'
import { deviceTimeHeader } from '../../../shared/http/device-time.ts'
import { endpoint } from '../../../shared/http/endpoint.ts'
import { v1Envelope } from '../../../shared/http/envelope.ts'
import { dayRows, readPage, syncQuery } from '../../../shared/mcq-stats/read-page.ts'

export const route = defineRoute({
  summary: 'Sync the daily MCQ stats that changed since the last sync',
  // The handler checks the session itself, in parallel with reading the page.
  authentication: 'handler',
  envelope: v1Envelope,
  headers: deviceTimeHeader,
  query: syncQuery,
  response: dayRows,
  paginated: true,
  errors: [],
  uses: {
    // UpdateItem: to record that the session was used.
    usersTable: ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
    'mcqStatsTable/index': ['dynamodb:Query'],
  },
  settings: ['syncSettleMs'],
})

export const handler = endpoint(route, ({ caller, query }) => readPage(caller, query))
