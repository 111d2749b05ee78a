import type { TestProject } from 'vitest/node'
import { hashSources } from './hash-sources.ts'
import { findKeptStack } from './kept-stack.ts'
import type { ProvidedStack } from './provided-stack.ts'
import { type StackProcess, startStackProcess } from './stack-process.ts'

/** The user's own, if there is one. Empty means none. */
const { DYNAMODB_ENDPOINT = '' } = process.env
let started: StackProcess | undefined
let sources: string | undefined

/** Provides one local stack for all files of the run: that of `npm run test:stack` if it runs, else a new one. */
export async function setup(project: TestProject): Promise<void> {
  await provideStack(project)
  project.onTestsRerun(() => provideStack(project))
}

export async function teardown(): Promise<void> {
  await started?.stop()
  process.env.DYNAMODB_ENDPOINT = DYNAMODB_ENDPOINT
}

/** Does nothing while the sources are unchanged, so `npm run test:watch` keeps its stack. */
async function provideStack(project: TestProject): Promise<void> {
  const current = hashSources()
  if (current === sources) return
  await teardown()
  const stack = (await findKeptStack(current)) ?? (await startStack())
  project.provide('stack', stack)
  // For the stacks that test files start: the workers of all projects inherit it.
  process.env.DYNAMODB_ENDPOINT = stack.dynamoDbUrl
  sources = current
}

async function startStack(): Promise<ProvidedStack> {
  started = await startStackProcess()
  return started.provided
}
