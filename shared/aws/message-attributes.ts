/** Converts an object of texts to the format that SNS and SQS require for message attributes. */
export function toMessageAttributes(texts: Readonly<Record<string, string>>) {
  return Object.fromEntries(
    Object.entries(texts).map(([name, value]) => [
      name,
      { DataType: 'String', StringValue: value },
    ]),
  )
}
