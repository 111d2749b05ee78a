import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { ProvidedStack } from './provided-stack.ts'

const RUN_STACK = join(import.meta.dirname, 'run-stack.ts')

/** A local stack in a separate process, which ends with this process. */
export interface StackProcess {
  readonly provided: ProvidedStack
  stop(): Promise<void>
}

/** Starts the stack in a new process, because a process never loads changed sources again. */
export async function startStackProcess(): Promise<StackProcess> {
  const child = fork(RUN_STACK, { execArgv: [] })
  const provided = await new Promise<ProvidedStack>((resolve, reject) => {
    child.once('message', (message) => resolve(message as ProvidedStack))
    child.once('exit', (code) => reject(new Error(`The local stack ended with ${code}.`)))
  })
  return { provided, stop: () => stop(child) }
}

async function stop(child: ChildProcess): Promise<void> {
  if (!child.connected) return
  const ended = once(child, 'exit')
  child.disconnect()
  await ended
}
