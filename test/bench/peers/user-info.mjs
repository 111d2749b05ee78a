import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'

// What the peers have in common: the contract and the one write of PATCH /users/info.

const text = (max) => z.string().trim().max(max)

/** The body, as ours validates it. */
export const userInfo = z
  .object({
    name: z
      .object({ first_name: text(100).min(1).nullish(), last_name: text(100).nullish() })
      .nullish(),
    background_info: text(1000).nullish(),
    attempt_number: z.int().min(1).nullish(),
    attempt_year: z.int().min(1900).max(2100).nullish(),
  })
  .refine((info) => Object.values(info).some((value) => value != null))

const dynamo = DynamoDBDocumentClient.from(new DynamoDBClient({}))

/** Writes the given fields and returns the profile. */
export async function updateUserInfo(userId, info) {
  const changes = {
    firstName: info.name?.first_name,
    lastName: info.name?.last_name,
    backgroundInfo: info.background_info,
    attemptNumber: info.attempt_number,
    attemptYear: info.attempt_year,
    updatedAt: Date.now(),
  }
  const given = Object.entries(changes).filter(([, value]) => value != null)
  const { Attributes } = await dynamo.send(
    new UpdateCommand({
      TableName: process.env.USERS_TABLE_NAME,
      Key: { pk: `USER#${userId}` },
      UpdateExpression: `SET ${given.map(([name]) => `#${name} = :${name}`).join(', ')}`,
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeNames: Object.fromEntries(given.map(([name]) => [`#${name}`, name])),
      ExpressionAttributeValues: Object.fromEntries(
        given.map(([name, value]) => [`:${name}`, value]),
      ),
      ReturnValues: 'ALL_NEW',
    }),
  )
  return toProfile(Attributes)
}

function toProfile(user) {
  return {
    id: user.id,
    email: user.email,
    name: { first_name: user.firstName, last_name: user.lastName },
    background_info: user.backgroundInfo ?? null,
    attempt_number: user.attemptNumber ?? null,
    attempt_year: user.attemptYear ?? null,
    year: user.year ?? null,
    major: user.major ?? null,
    points: user.points,
    created_at: user.createdAt,
    updated_at: user.updatedAt,
  }
}

/** The user whom API Gateway's JWT authorizer has let in. */
export function userIdOf(event) {
  return event.requestContext.authorizer.jwt.claims.sub
}

/** The envelope of a success. */
export function success(data) {
  return { status: 'success', is_data_encrypted: 0, data, error: null, app_actions: null }
}

/** The envelope of a failure. */
export function failure(code, message, details) {
  const error = { code, message, ...(details && { details }) }
  return { status: 'error', is_data_encrypted: 0, data: null, error, app_actions: null }
}

/** Converts zod's issues to the `details` of the envelope. */
export function toDetails({ issues }) {
  return issues.map(({ path, message }) => ({ path: path.join('.'), message }))
}
