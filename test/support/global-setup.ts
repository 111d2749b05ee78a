import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { hashSources } from './hash-sources.ts'
import { findKeptStack } from './kept-stack.ts'
import type { ProvidedStack } from './provided-stack.ts'

const RUN_STACK = join(import.meta.dirname, 'run-stack.ts')

let child: ChildProcess | undefined
let sources: string | undefined

/** Provides one local stack for all files of the run: the kept one, or a new one. */
export async function setup(project: TestProject): Promise<void> {
  await provideStack(project)
  project.onTestsRerun(() => provideStack(project))
}

export async function teardown(): Promise<void> {
  if (!child?.connected) return
  const ended = once(child, 'exit')
  child.disconnect()
  await ended
}

/** Does nothing while the stack has the sources as they are: `npm run test:watch` keeps it. */
async function provideStack(project: TestProject): Promise<void> {
  const current = hashSources()
  if (current === sources) return
  await teardown()
  project.provide('stack', (await findKeptStack(current)) ?? (await startStack()))
  sources = current
}

/** In a process of its own: a later one reads the changed sources anew. */
async function startStack(): Promise<ProvidedStack> {
  const started = fork(RUN_STACK, { execArgv: [] })
  child = started
  return await new Promise((resolve, reject) => {
    started.once('message', (provided) => resolve(provided as ProvidedStack))
    started.once('exit', (code) => reject(new Error(`The local stack ended with ${code}.`)))
  })
}
