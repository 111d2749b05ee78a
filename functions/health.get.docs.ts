import { describeRoute } from '../shared/http/describe-route.ts'
import { NotFoundError } from '../shared/http/errors.ts'
import { route } from './health.get.ts'

export const docs = describeRoute(route, {
  operationId: 'health',
  tag: 'Monitoring',
  description:
    'Returns a success when requests reach the functions. For checks from outside; it does not check the database.',
  response: { message: 'OK' },
  errors: [
    { error: new NotFoundError(), when: 'The request did not come through the API’s CloudFront.' },
  ],
})
