import type { Invoke } from '../../service.ts'
import type { FunctionDescription } from './describe-functions.ts'
import { IdleLimit } from './idle-threads.ts'
import { UnknownFunctionError } from './invoke-errors.ts'
import { type FunctionOptions, LocalFunction } from './local-function.ts'

/** The functions of a stack, ready to be invoked. */
export interface Functions {
  readonly invoke: Invoke
  /**
   * Replaces the environments of some functions, or of all: each ends after its current event, later
   * events start new ones.
   */
  replaceEnvironments(functionNames?: readonly string[]): Promise<void>
  /** Replaces all functions. Environments of unchanged functions continue. */
  update(functions: readonly FunctionDescription[]): Promise<void>
  /** Ends the environments of a function as if they had crashed. */
  crash(functionName: string): Promise<void>
  /** Returns the bytes of memory in use by each environment, by function name. */
  memoryInUse(): Promise<Record<string, number[]>>
  close(): Promise<void>
}

/** Prepares functions; each starts when it is first invoked. */
export function startFunctions(
  functions: readonly FunctionDescription[],
  options: FunctionOptions,
): Functions {
  const idleLimit = new IdleLimit()
  const create = (one: FunctionDescription) => new LocalFunction(one, options, idleLimit)
  const runners = new Map(functions.map((one) => [one.name, create(one)]))
  const add = async (one: FunctionDescription) => {
    const runner = runners.get(one.name)
    if (runner) await runner.replace(one)
    else runners.set(one.name, create(one))
  }
  const forAll = async (action: (runner: LocalFunction) => Promise<void>) => {
    await Promise.all([...runners.values()].map(action))
  }
  const find = (name: string) => {
    const runner = runners.get(name)
    if (!runner) throw new UnknownFunctionError(`There is no function ${name}`)
    return runner
  }
  return {
    invoke: async (name, event, traceId) => await find(name).invoke(event, traceId),
    replaceEnvironments: async (names = [...runners.keys()]) => {
      await Promise.all(names.map((name) => find(name).replaceEnvironments()))
    },
    update: async (next) => {
      const names = new Set(next.map(({ name }) => name))
      const removed = [...runners].filter(([name]) => !names.has(name))
      for (const [name] of removed) runners.delete(name)
      await Promise.all([
        ...removed.map(([, runner]) => runner.replaceEnvironments()),
        ...next.map(add),
      ])
    },
    crash: async (name) => await find(name).crash(),
    memoryInUse: async () => {
      const all = [...runners].map(async ([name, one]) => [name, await one.memoryInUse()] as const)
      return Object.fromEntries(await Promise.all(all))
    },
    close: () => forAll((runner) => runner.close()),
  }
}
