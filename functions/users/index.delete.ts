import { deletedUser, deleteUser } from '../../shared/erasure/delete-user.ts'
import { UserDeletionFailedError } from '../../shared/erasure/errors.ts'
import { defineRoute } from '../../shared/http/define-route.ts'
import { deviceTimeHeader } from '../../shared/http/device-time.ts'
import { endpoint } from '../../shared/http/endpoint.ts'
import { v1Envelope } from '../../shared/http/envelope.ts'

export const route = defineRoute({
  summary: 'Delete the account and log it out everywhere',
  authentication: 'session',
  envelope: v1Envelope,
  headers: deviceTimeHeader,
  response: deletedUser,
  errors: [UserDeletionFailedError],
  // PutItem: to store the tombstone, the item that starts the purge of the account's data.
  uses: { usersTable: ['dynamodb:GetItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem'] },
})

export const handler = endpoint(route, ({ caller, user }) => deleteUser(caller, user))
