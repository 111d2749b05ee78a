import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb'

// Converts between plain JavaScript values and DynamoDB's own form (`{ S: 'text' }`), as lib-dynamodb does. With
// lib-dynamodb, a cold start takes 3 % more CPU time and a warm request 4 %: docs/performance.md.

/** The attributes of an item or key that was read, as plain JavaScript values. */
export type Values = Record<string, unknown>

/** The properties that `toInput` converts. */
const CONVERTED = ['Key', 'Item', 'ExpressionAttributeValues', 'ExclusiveStartKey'] as const

/** The input of a DynamoDB operation, with plain values in place of DynamoDB's own form. */
export type Plain<Input> = {
  [Name in keyof Input]: Name extends (typeof CONVERTED)[number]
    ? object | Extract<Input[Name], undefined>
    : Input[Name]
}

/** Converts the plain values of an input to DynamoDB's form. Leaves out attributes that are undefined. */
export function toInput<Input extends object>(plain: Plain<Input>): Input {
  const input: { [Name in (typeof CONVERTED)[number]]?: object } = { ...plain }
  for (const name of CONVERTED) {
    const values = input[name]
    if (values) input[name] = toAttributes(values)
  }
  return input as Input
}

/** Converts plain values to DynamoDB's form. Leaves out those that are undefined. */
export function toAttributes(values: object): Record<string, AttributeValue> {
  return marshall(values, { removeUndefinedValues: true })
}

/** Converts an item or key in DynamoDB's form to plain values. `Item` is the type that was stored. */
export function toValues<Item = Values>(attributes: Record<string, AttributeValue>): Item {
  return unmarshall(attributes) as Item
}
