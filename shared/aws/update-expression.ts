/** A condition with its names and values, to be merged into a write of the document client. */
export interface Expression {
  condition: string
  names?: Record<string, string>
  values?: Record<string, unknown>
}

/** The parts of an UpdateCommand, or of an Update item of a transaction. */
export interface UpdateParts {
  UpdateExpression: string
  ConditionExpression: string
  ExpressionAttributeNames: Record<string, string>
  ExpressionAttributeValues: Record<string, unknown>
}

/** The placeholders of an attribute in an expression. */
interface Placeholders {
  readonly name: string
  readonly value: string
  readonly assignment: string
}

// Cached: a concatenated string used as a key makes V8 look it up in its string table at every write.
const placeholders = new Map<string, Placeholders>()

/**
 * Builds an update of top-level attributes: a value sets, null removes, undefined leaves unchanged. All
 * conditions must hold. At least one attribute must change, and at least one value must be given.
 */
export function toUpdate(changes: object, ...conditions: readonly Expression[]): UpdateParts {
  let sets = ''
  let removes = ''
  let condition = ''
  const names: Record<string, string> = {}
  const values: Record<string, unknown> = {}
  for (const [attribute, value] of Object.entries(changes)) {
    if (value === undefined) continue
    const { name, value: placeholder, assignment } = placeholdersOf(attribute)
    names[name] = attribute
    if (value === null) {
      removes = append(removes, ', ', name)
    } else {
      sets = append(sets, ', ', assignment)
      values[placeholder] = value
    }
  }
  for (const one of conditions) {
    condition = append(condition, ' AND ', `(${one.condition})`)
    Object.assign(names, one.names)
    Object.assign(values, one.values)
  }
  return {
    UpdateExpression: append(sets && `SET ${sets}`, ' ', removes && `REMOVE ${removes}`),
    ConditionExpression: condition,
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
  }
}

function placeholdersOf(attribute: string): Placeholders {
  const known = placeholders.get(attribute)
  if (known) return known
  const [name, value] = [`#${attribute}`, `:${attribute}`]
  const made = { name, value, assignment: `${name} = ${value}` }
  placeholders.set(attribute, made)
  return made
}

function append(text: string, separator: string, more: string): string {
  return text && more ? text + separator + more : text || more
}
