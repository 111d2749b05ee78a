import { isDeepStrictEqual } from 'node:util'
import type { Template } from './template.ts'

/** An update would change resources that are created at the start only, such as tables. */
export class RestartNeededError extends Error {
  override readonly name = 'RestartNeededError'
  /** One line for each resource, e.g. `Notes (AWS::DynamoDB::Table) is new`. */
  readonly changes: readonly string[]

  constructor(changes: readonly string[]) {
    super(`These changes need a restart of the local stack:\n  ${changes.join('\n  ')}`)
    this.changes = changes
  }
}

/**
 * Checks that two templates differ only in resources of some types.
 * @throws RestartNeededError that names every other resource that differs.
 */
export function requireSameResources(
  running: Template,
  next: Template,
  updatable: ReadonlySet<string>,
): void {
  const ids = new Set([...Object.keys(running.Resources), ...Object.keys(next.Resources)])
  const changes = [...ids].flatMap((id) => {
    const [before, after] = [running.Resources[id], next.Resources[id]]
    const type = (after ?? before)?.Type ?? ''
    const isSame =
      before?.Type === after?.Type && isDeepStrictEqual(before?.Properties, after?.Properties)
    if (isSame || (updatable.has(type) && updatable.has(before?.Type ?? type))) return []
    return `${id} (${type}) ${before ? (after ? 'has changed' : 'was removed') : 'is new'}`
  })
  if (changes.length > 0) throw new RestartNeededError(changes)
}
