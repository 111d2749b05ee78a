import { relative } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { readRun } from './run-environment.ts'

/** Runs test files in the order in which `readRun().tests` lists them. Vitest would begin with the slowest. */
export class InGivenOrder extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { tests } = readRun()
    const place = ({ moduleId, project }: TestSpecification) =>
      tests.indexOf(relative(project.config.root, moduleId))
    return Promise.resolve([...files].sort((one, other) => place(one) - place(other)))
  }
}
