import { basename } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { LocalStack } from '../../local/options.ts'

type Functions = LocalStack['functions']

/** Returns one line each for added, changed and removed functions, e.g. `Added: UsersNameGet.` */
export function describeChanges(before: Functions, after: Functions): string[] {
  const find = (all: Functions, name: string) => all.find((one) => one.name === name)
  const lists = {
    Added: after.filter(({ name }) => !find(before, name)),
    Changed: after.filter((one) => {
      const old = find(before, one.name)
      return old && !isDeepStrictEqual(one, old)
    }),
    Removed: before.filter(({ name }) => !find(after, name)),
  }
  return Object.entries(lists).flatMap(([what, list]) => {
    const ids = list.map(({ folder }) => basename(folder))
    return ids.length > 0 ? [`${what}: ${ids.join(', ')}.`] : []
  })
}
