import { route } from '../../../../../functions/users/report.post.ts'
import { describeRoute } from '../../route-page.ts'

export const page = describeRoute(route, {
  operationId: 'createReport',
  tag: 'Reports',
  description:
    'Create a user report regarding content issues (MCQ or docket). The same report sent twice is one report with one ' +
    'id, so a repeat does no harm. 30 an hour and user (1005).',
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
