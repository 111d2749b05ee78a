import type { TestProject } from 'vitest/node'
import { readRun } from './run-environment.ts'

/** Provides the stack that `npm run mutate` started. It runs the original sources, without mutants. */
export function setup(project: TestProject): void {
  project.provide('stack', readRun().stack)
}
