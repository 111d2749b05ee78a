import { MESSAGE } from '../docs.ts'
import { describeComponent, type FeatureDocs } from '../feature-docs.ts'
import { deletedUser } from './delete-user.ts'
import { UserDeletionFailedError } from './errors.ts'

export const docs: FeatureDocs = {
  schemas: [
    describeComponent('DeletedUser', deletedUser, 'The account that was deleted.', {
      id: '24 hex digits.',
      message: MESSAGE,
    }),
  ],
  errors: [
    {
      error: new UserDeletionFailedError(),
      when: 'The deletion failed, or its outcome could not be read. Send the request again.',
    },
  ],
}
