import { FunctionErrored } from '../gateway/invoke-errors.ts'
import type { Running } from '../running.ts'
import { type FunctionDescription, LocalFunction, type LogSink } from './local-function.ts'

/**
 * Hands an event to a function and answers what it returned.
 * @throws FunctionErrored when it threw, timed out or died, or when there is none of this name.
 */
export type Invoke = (functionName: string, event: unknown) => Promise<unknown>

/** The functions of a stack, ready to be invoked. */
export interface LocalFunctions {
  readonly invoke: Invoke
  /** Ends what a function is doing, as a crash of its environments would. */
  crash(functionName: string): Promise<void>
  /** Bytes of memory in use: of each environment, by the function's name. */
  memoryInUse(): Promise<Record<string, number[]>>
}

/** Makes functions ready to be invoked; each starts when it is first needed. */
export function startFunctions(
  functions: readonly FunctionDescription[],
  onLog: LogSink,
  running: Running,
): LocalFunctions {
  const runners = new Map(functions.map((one) => [one.name, new LocalFunction(one, onLog)]))
  running.add(async () => {
    await Promise.all([...runners.values()].map((runner) => runner.close()))
  })
  const find = (name: string) => {
    const runner = runners.get(name)
    if (!runner) throw new FunctionErrored(`There is no function ${name}`)
    return runner
  }
  return {
    invoke: async (name, event) => await find(name).invoke(event),
    crash: async (name) => await find(name).crash(),
    memoryInUse: async () => {
      const all = [...runners].map(async ([name, one]) => [name, await one.memoryInUse()] as const)
      return Object.fromEntries(await Promise.all(all))
    },
  }
}
