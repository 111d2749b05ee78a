/** Names, values and a condition, to be merged into one command of the document client. */
export interface Expression {
  condition: string
  names?: Record<string, string>
  values?: Record<string, unknown>
}

/** The parts of an UpdateCommand or of an Update item, ready to be spread into it. */
export interface UpdateParts {
  UpdateExpression: string
  ConditionExpression: string
  ExpressionAttributeNames: Record<string, string>
  ExpressionAttributeValues?: Record<string, unknown>
}

/**
 * Writes top-level attributes: a value sets, null removes, undefined leaves alone.
 * All conditions must hold. At least one attribute must change.
 */
export function toUpdate(changes: object, ...conditions: readonly Expression[]): UpdateParts {
  const sets: string[] = []
  const removes: string[] = []
  const names: Record<string, string> = {}
  const values: Record<string, unknown> = {}
  for (const [attribute, value] of Object.entries(changes)) {
    if (value === undefined) continue
    names[`#${attribute}`] = attribute
    if (value === null) {
      removes.push(`#${attribute}`)
    } else {
      sets.push(`#${attribute} = :${attribute}`)
      values[`:${attribute}`] = value
    }
  }
  for (const condition of conditions) {
    Object.assign(names, condition.names)
    Object.assign(values, condition.values)
  }
  const actions = [
    sets.length > 0 ? `SET ${sets.join(', ')}` : '',
    removes.length > 0 ? `REMOVE ${removes.join(', ')}` : '',
  ]
  return {
    UpdateExpression: actions.join(' ').trim(),
    ConditionExpression: conditions.map(({ condition }) => `(${condition})`).join(' AND '),
    ExpressionAttributeNames: names,
    ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
  }
}
