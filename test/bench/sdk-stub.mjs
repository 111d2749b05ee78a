import { PROFILE } from './fixture.ts'

// Takes the SDK's place where only the framework is measured: every call is answered at once.

class Command {
  constructor(input) {
    this.input = input
  }
}

export {
  Command as BatchGetCommand,
  Command as BatchWriteCommand,
  Command as GetCommand,
  Command as QueryCommand,
  Command as TransactWriteCommand,
  Command as UpdateCommand,
  Command as UpdateItemCommand,
}

const item = Object.fromEntries(
  Object.entries(PROFILE).map(([name, value]) => [name, plain(value)]),
)

function plain({ S, N, M }) {
  if (M) return Object.fromEntries(Object.entries(M).map(([name, value]) => [name, plain(value)]))
  return N === undefined ? S : Number(N)
}

export class DynamoDBClient {
  middlewareStack = { remove: () => true }

  send() {
    return Promise.resolve({ Attributes: PROFILE })
  }
}

const documentClient = { send: () => Promise.resolve({ Attributes: item, Item: item }) }
export const DynamoDBDocumentClient = { from: () => documentClient }
