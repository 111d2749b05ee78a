import { PROFILE, STORED_OTP, STORED_RECOVERY } from './fixture.ts'

// Replaces the SDK where only the framework is measured: every call succeeds at once.

class Command {
  constructor(input) {
    this.input = input
  }
}

export {
  Command as BatchGetItemCommand,
  Command as BatchWriteItemCommand,
  Command as DeleteObjectCommand,
  Command as GetItemCommand,
  Command as ListObjectsV2Command,
  Command as PublishCommand,
  Command as PutObjectCommand,
  Command as QueryCommand,
  Command as ScanCommand,
  Command as SendMessageCommand,
  Command as TransactWriteItemsCommand,
  Command as UpdateCommand,
  Command as UpdateItemCommand,
}

/** The stored items as plain values, by their form in DynamoDB. */
const plain = new Map(
  [PROFILE, STORED_OTP, STORED_RECOVERY].map((attributes) => [attributes, toItem(attributes)]),
)

export const marshall = (values) => values
export const unmarshall = (attributes) => plain.get(attributes) ?? attributes

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

  send({ input }) {
    const item = itemOf(input.Key?.sk ?? '')
    return Promise.resolve({ Attributes: item, Item: item })
  }
}

function itemOf(sk) {
  if (sk === 'RECOVERY') return STORED_RECOVERY
  return sk.startsWith('OTI#') ? STORED_OTP : PROFILE
}

const documentClient = {
  send: ({ input }) => {
    const item = plain.get(itemOf(input.Key?.sk ?? ''))
    return Promise.resolve({ Attributes: item, Item: item })
  },
}
export const DynamoDBDocumentClient = { from: () => documentClient }

class OtherClient {
  send() {
    return Promise.resolve({})
  }
}

export { OtherClient as S3Client, OtherClient as SNSClient, OtherClient as SQSClient }
