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

/** Provides one local stack for all files of the run: that of `npm run test:stack` if it runs, else a new one. */
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

/** Does nothing while the sources are unchanged, so `npm run test:watch` keeps its stack. */
async function provideStack(project: TestProject): Promise<void> {
  const current = hashSources()
  if (current === sources) return
  await teardown()
  project.provide('stack', (await findKeptStack(current)) ?? (await startStack()))
  sources = current
}

/** Starts the stack in a new process, because a process never loads changed sources again. */
async function startStack(): Promise<ProvidedStack> {
  const started = fork(RUN_STACK, { execArgv: [] })
  child = started
  return await new Promise((resolve, reject) => {
    started.once('message', (provided) => resolve(provided as ProvidedStack))
    started.once('exit', (code) => reject(new Error(`The local stack ended with ${code}.`)))
  })
}
