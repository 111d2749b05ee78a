/** Converts texts by name to the message attributes of SNS and SQS. */
export function toMessageAttributes(texts: Readonly<Record<string, string>>) {
  return Object.fromEntries(
    Object.entries(texts).map(([name, value]) => [
      name,
      { DataType: 'String', StringValue: value },
    ]),
  )
}
