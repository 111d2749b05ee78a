import { FunctionErrored } from '../gateway/invoke-errors.ts'
import type { Running } from '../running.ts'
import { type FunctionDescription, type FunctionListener, LocalFunction } from './local-function.ts'

/**
 * Hands an event to a function and answers what it returned. The function's calls to AWS carry the
 * trace id, if one is given.
 * @throws FunctionErrored when it threw, timed out or died, or when there is none of this name.
 */
export type Invoke = (functionName: string, event: unknown, traceId?: string) => Promise<unknown>

/** The functions of a stack, ready to be invoked. */
export interface Functions {
  readonly invoke: Invoke
  /** Has each event that comes from now on met by an environment that started after this. */
  renew(): Promise<void>
  /** Ends what a function is doing, as a crash of its environments would. */
  crash(functionName: string): Promise<void>
  /** Bytes of memory in use: of each environment, by the function's name. */
  memoryInUse(): Promise<Record<string, number[]>>
}

/** Makes functions ready to be invoked; each starts when it is first needed. */
export function startFunctions(
  functions: readonly FunctionDescription[],
  listener: FunctionListener,
  running: Running,
): Functions {
  const runners = new Map(functions.map((one) => [one.name, new LocalFunction(one, listener)]))
  running.add(async () => {
    await Promise.all([...runners.values()].map((runner) => runner.close()))
  })
  const find = (name: string) => {
    const runner = runners.get(name)
    if (!runner) throw new FunctionErrored(`There is no function ${name}`)
    return runner
  }
  return {
    invoke: async (name, event, traceId) => await find(name).invoke(event, traceId),
    renew: async () => {
      await Promise.all([...runners.values()].map((runner) => runner.renew()))
    },
    crash: async (name) => await find(name).crash(),
    memoryInUse: async () => {
      const all = [...runners].map(async ([name, one]) => [name, await one.memoryInUse()] as const)
      return Object.fromEntries(await Promise.all(all))
    },
  }
}
