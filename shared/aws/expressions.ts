// Builds the expressions of DynamoDB writes from attributes and conditions.

/**
 * A condition with its names and values, to be merged into a write. Do not enclose the whole condition in
 * parentheses: the functions below do that, and DynamoDB refuses double parentheses.
 */
export interface Expression {
  condition: string
  names?: Record<string, string>
  values?: Record<string, unknown>
}

/** A condition for an update, with assignments that the update makes too: `a.b = :c, d = :e`. */
export interface UpdateExpression extends Expression {
  assignments?: string
}

/** The properties of a DynamoDB command that express a condition. */
interface ConditionParts {
  ConditionExpression: string
  ExpressionAttributeNames?: Record<string, string>
  ExpressionAttributeValues?: Record<string, unknown>
}

/** The properties of an UpdateItem call, or of an `Update` in a transaction, that express an update and its condition. */
interface UpdateParts extends Required<ConditionParts> {
  UpdateExpression: string
}

/** The placeholders of an attribute in an expression. */
interface Placeholders {
  readonly name: string
  readonly value: string
  readonly assignment: string
}

// A cache, because V8 must look up each newly concatenated key in its string table, which takes time at every write.
const placeholders = new Map<string, Placeholders>()

/**
 * Builds an update of top-level attributes: a value sets the attribute, null removes it, undefined leaves it
 * unchanged. All conditions must hold, and their assignments are made too. At least one change or assignment
 * and at least one value are required, because DynamoDB refuses empty expressions and maps.
 */
export function toUpdate(changes: object, ...conditions: readonly UpdateExpression[]): UpdateParts {
  let sets = ''
  let removes = ''
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
  for (const { assignments = '' } of conditions) sets = append(sets, ', ', assignments)
  return {
    UpdateExpression: append(sets && `SET ${sets}`, ' ', removes && `REMOVE ${removes}`),
    ConditionExpression: join(conditions, names, values),
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
  }
}

/** Builds one condition, which holds when all given conditions hold. */
export function toCondition(...conditions: readonly Expression[]): ConditionParts {
  const names: Record<string, string> = {}
  const values: Record<string, unknown> = {}
  return {
    ConditionExpression: join(conditions, names, values),
    // DynamoDB refuses empty maps.
    ExpressionAttributeNames: isEmpty(names) ? undefined : names,
    ExpressionAttributeValues: isEmpty(values) ? undefined : values,
  }
}

/** Joins conditions with AND, and adds their placeholders to `names` and `values`. */
function join(
  conditions: readonly Expression[],
  names: Record<string, string>,
  values: Record<string, unknown>,
): string {
  let joined = ''
  for (const one of conditions) {
    joined = append(joined, ' AND ', `(${one.condition})`)
    Object.assign(names, one.names)
    Object.assign(values, one.values)
  }
  return joined
}

function isEmpty(map: object): boolean {
  return Object.keys(map).length === 0
}

function placeholdersOf(attribute: string): Placeholders {
  const known = placeholders.get(attribute)
  if (known) return known
  const [name, value] = [`#${attribute}`, `:${attribute}`]
  const made = { name, value, assignment: `${name} = ${value}` }
  placeholders.set(attribute, made)
  return made
}

/** Joins two texts with a separator. When one is empty, returns the other. */
function append(text: string, separator: string, more: string): string {
  return text && more ? text + separator + more : text || more
}
