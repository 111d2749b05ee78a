import { FunctionErrored } from '../gateway/invoke-errors.ts'
import type { Running } from '../running.ts'
import { type FunctionDescription, LocalFunction, type LogSink } from './local-function.ts'

/**
 * Hands an event to a function and answers what it returned.
 * @throws FunctionErrored when it threw, timed out or died, or when there is none of this name.
 */
export type Invoke = (functionName: string, event: unknown) => Promise<unknown>

/** Makes functions ready to be invoked; each starts when it is first needed. */
export function startFunctions(
  functions: readonly FunctionDescription[],
  onLog: LogSink,
  running: Running,
): Invoke {
  const runners = new Map(functions.map((one) => [one.name, new LocalFunction(one, onLog)]))
  running.add(async () => {
    await Promise.all([...runners.values()].map((runner) => runner.close()))
  })
  return async (name, event) => {
    const runner = runners.get(name)
    if (!runner) throw new FunctionErrored(`There is no function ${name}`)
    return await runner.invoke(event)
  }
}
