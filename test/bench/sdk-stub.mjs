import { PROFILE, STORED_OTP, STORED_RECOVERY } from './fixture.ts'

// Replaces the SDK where only the framework is measured: every call succeeds at once.

class Command {
  constructor(input) {
    this.input = input
  }
}

export {
  Command as BatchGetCommand,
  Command as BatchWriteCommand,
  Command as DeleteCommand,
  Command as DeleteObjectCommand,
  Command as GetCommand,
  Command as ListObjectsV2Command,
  Command as PublishCommand,
  Command as PutObjectCommand,
  Command as QueryCommand,
  Command as ScanCommand,
  Command as SendMessageCommand,
  Command as TransactWriteCommand,
  Command as UpdateCommand,
  Command as UpdateItemCommand,
}

const profile = toItem(PROFILE)
const otp = toItem(STORED_OTP)
const recovery = toItem(STORED_RECOVERY)

function toItem(attributes) {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { S, N, M }]) => [
      name,
      M ? toItem(M) : N === undefined ? S : Number(N),
    ]),
  )
}

export class DynamoDBClient {
  config = {}
  middlewareStack = { add: () => undefined, remove: () => true }

  send() {
    return Promise.resolve({ Attributes: PROFILE })
  }
}

function itemOf(sk) {
  if (sk === 'RECOVERY') return recovery
  return sk.startsWith('OTI#') ? otp : profile
}

const documentClient = {
  send: ({ input }) => {
    const item = itemOf(input.Key?.sk ?? '')
    return Promise.resolve({ Attributes: item, Item: item })
  },
}
export const DynamoDBDocumentClient = { from: () => documentClient }

async function* paginate() {
  yield await documentClient.send({ input: {} })
}

export { paginate as paginateQuery, paginate as paginateScan }

class OtherClient {
  send() {
    return Promise.resolve({})
  }
}

export { OtherClient as S3Client, OtherClient as SNSClient, OtherClient as SQSClient }
