import { describeRoute } from '../../shared/http/describe-route.ts'
import { route } from './report.post.ts'

export const docs = describeRoute(route, {
  operationId: 'createReport',
  tag: 'Reports',
  description: ({ reportsPerUser }) =>
    'Create a user report regarding content issues (MCQ or docket). Sending the same report twice is safe: it is one ' +
    `report with one id. A user may create ${reportsPerUser} reports an hour; further reports get 1005.`,
  requests: {
    'a wrong answer': {
      content_id: '60d5ec49f1b2c72e4c8b4567',
      content_short_uid: 'M01234',
      content_type: 2,
      issue_type: 1,
      comments:
        'The correct answer for this question should be option_2, not option_3. The explanation references the wrong article.',
    },
  },
  response: { id: '60d5ec49f1b2c72e4c8baaaa', message: 'Operation completed successfully.' },
})
