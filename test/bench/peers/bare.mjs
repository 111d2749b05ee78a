import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb'

// The SDK and nothing else: validated by hand, marshalled by hand, no framework, no authentication.

const dynamo = new DynamoDBClient({})

export async function handler(event) {
  const body = parse(event)
  if (!body) return answer(422, { status: 'error', error: { code: 1006 } })
  const userId = event.requestContext.authorizer.jwt.claims.sub
  const changes = { ...toChanges(body), updatedAt: { N: String(Date.now()) } }
  const names = Object.keys(changes)
  const { Attributes } = await dynamo.send(
    new UpdateItemCommand({
      TableName: process.env.USERS_TABLE_NAME,
      Key: { pk: { S: `USER#${userId}` } },
      UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}`,
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: Object.fromEntries(
        names.map((name) => [`:${name}`, changes[name]]),
      ),
      ReturnValues: 'ALL_NEW',
    }),
  )
  const data = toProfile(Attributes)
  return answer(200, {
    status: 'success',
    is_data_encrypted: 0,
    data,
    error: null,
    app_actions: null,
  })
}

function parse(event) {
  try {
    const text = event.isBase64Encoded
      ? Buffer.from(event.body, 'base64').toString()
      : (event.body ?? '')
    const body = JSON.parse(text)
    return isValid(body) ? body : undefined
  } catch {
    return undefined
  }
}

function isValid(body) {
  if (typeof body !== 'object' || body === null) return false
  const { name, background_info, attempt_number, attempt_year } = body
  const isName = name == null || (isText(name.first_name, 100) && isText(name.last_name, 100))
  return (
    isName &&
    isText(background_info, 1000) &&
    isInteger(attempt_number, 1, Number.MAX_SAFE_INTEGER) &&
    isInteger(attempt_year, 1900, 2100) &&
    [name, background_info, attempt_number, attempt_year].some((value) => value != null)
  )
}

function isText(value, max) {
  return value == null || (typeof value === 'string' && value.trim().length <= max)
}

function isInteger(value, min, max) {
  return value == null || (Number.isSafeInteger(value) && value >= min && value <= max)
}

function toChanges({ name, background_info, attempt_number, attempt_year }) {
  const changes = {}
  if (name?.first_name != null) changes.firstName = { S: name.first_name.trim() }
  if (name?.last_name != null) changes.lastName = { S: name.last_name.trim() }
  if (background_info != null) changes.backgroundInfo = { S: background_info.trim() }
  if (attempt_number != null) changes.attemptNumber = { N: String(attempt_number) }
  if (attempt_year != null) changes.attemptYear = { N: String(attempt_year) }
  return changes
}

function toProfile(user) {
  const number = (value) => (value ? Number(value.N) : null)
  return {
    id: user.id.S,
    email: user.email.S,
    name: { first_name: user.firstName.S, last_name: user.lastName.S },
    background_info: user.backgroundInfo?.S ?? null,
    attempt_number: number(user.attemptNumber),
    attempt_year: number(user.attemptYear),
    year: number(user.year),
    major: user.major?.S ?? null,
    points: number(user.points),
    created_at: number(user.createdAt),
    updated_at: number(user.updatedAt),
  }
}

function answer(statusCode, body) {
  return {
    statusCode,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }
}
