import { getUser, usersKeys, usersTable } from '../../shared/accounts/users-table.ts'
import { writeTransaction } from '../../shared/aws/transaction.ts'
import { updateItem } from '../../shared/aws/update-item.ts'
import type { Account } from '../support/accounts.ts'

// What the version before `phoneLinkedAt` did with a profile. It runs beside the new version while a deployment lasts.

/** Links a phone (E.164) as the previous version did: without the time. */
export async function linkAsBefore({ id }: Pick<Account, 'id'>, phone: string): Promise<void> {
  const TableName = usersTable()
  const failed = await writeTransaction({
    profile: {
      Update: {
        TableName,
        Key: usersKeys.profile(id),
        UpdateExpression: 'SET phone = :phone, updatedAt = :now',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: { ':phone': phone, ':now': Date.now() },
      },
    },
    claim: { Put: { TableName, Item: { ...usersKeys.phone(phone), userId: id } } },
  })
  if (failed) throw new Error('The phone was not linked')
}

/** Changes a profile as the previous version did: it names the attributes that it writes, and no others. */
export async function changeAsBefore({ id }: Pick<Account, 'id'>, major: string): Promise<void> {
  await updateItem({
    TableName: usersTable(),
    Key: usersKeys.profile(id),
    UpdateExpression: 'SET major = :major, updatedAt = :now',
    ConditionExpression: 'attribute_exists(pk)',
    ExpressionAttributeValues: { ':major': major, ':now': Date.now() },
  })
}

/** Reads the attributes that the previous version knew. */
export async function readAsBefore({ id }: Pick<Account, 'id'>) {
  const { phone, major } = (await getUser(id)) ?? {}
  return { phone, major }
}
