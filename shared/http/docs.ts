import { MESSAGE } from '../docs.ts'
import { describeComponent, describeFields, type FeatureDocs } from '../feature-docs.ts'
import { confirmation } from './confirmation.ts'
import { deviceTimeHeader } from './device-time.ts'
import {
  InternalError,
  MethodNotAllowedError,
  NotFoundError,
  PayloadTooLargeError,
} from './errors.ts'
import { MAX_BODY_BYTES } from './middleware/parse-body.ts'
import { pagination } from './pagination.ts'

export const docs: FeatureDocs = {
  schemas: [
    describeFields(deviceTimeHeader, {
      'x-dev-time': {
        description: 'The device’s clock: epoch milliseconds, 13 digits. It is only logged.',
        example: '1714400000000',
      },
    }),
    describeComponent('Confirmation', confirmation, 'Says that it was done.', {
      message: MESSAGE,
    }),
    describeComponent('Pagination', pagination, 'The position of the page. Never encrypted.', {
      next_cursor:
        'Send it to resume after the last row of this page, also when `has_more` is false. Null when there are no rows yet.',
      prev_cursor: {
        description: 'Always null: pages only go forward.',
        // A generated client with a field of the type `null` alone does not compile.
        override: { type: ['string', 'null'], const: null },
      },
      limit: 'The limit that was applied.',
      has_more: 'Whether there are more rows now.',
    }),
  ],
  errors: [
    {
      error: new InternalError('JKJaXmPLvHcESHA='),
      when: 'Something went wrong on our side. The id is the one in the `x-request-id` header.',
    },
    { error: new NotFoundError(), when: 'No route has this path.' },
    {
      error: new MethodNotAllowedError(['GET']),
      when: 'The path exists, but not with this method. The `allow` header lists its methods.',
    },
    {
      error: new PayloadTooLargeError(MAX_BODY_BYTES),
      when: `The body is larger than ${MAX_BODY_BYTES / 1024} KiB.`,
    },
  ],
}
