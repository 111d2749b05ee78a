import type { Invoke } from '../../service.ts'
import type { FunctionDescription } from './describe-functions.ts'
import { FunctionErrored } from './invoke-errors.ts'
import { type FunctionOptions, LocalFunction } from './local-function.ts'

/** The functions of a stack, ready to be invoked. */
export interface Functions {
  readonly invoke: Invoke
  /** Replaces the environments: each ends after its current event, later events start new ones. */
  renew(): Promise<void>
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
  const runners = new Map(functions.map((one) => [one.name, new LocalFunction(one, options)]))
  const forAll = async (action: (runner: LocalFunction) => Promise<void>) => {
    await Promise.all([...runners.values()].map(action))
  }
  const find = (name: string) => {
    const runner = runners.get(name)
    if (!runner) throw new FunctionErrored(`There is no function ${name}`)
    return runner
  }
  return {
    invoke: async (name, event, traceId) => await find(name).invoke(event, traceId),
    renew: () => forAll((runner) => runner.renew()),
    crash: async (name) => await find(name).crash(),
    memoryInUse: async () => {
      const all = [...runners].map(async ([name, one]) => [name, await one.memoryInUse()] as const)
      return Object.fromEntries(await Promise.all(all))
    },
    close: () => forAll((runner) => runner.close()),
  }
}
