import { relative } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The files that take longest. Each keeps a worker busy alone when it starts last. */
const LONGEST = [
  'test/infra/start/reload/reload.test.ts',
  'test/faults/promises.test.ts',
  'test/infra/start/start.test.ts',
]

/**
 * Runs the longest files of each project first. Vitest does so only when it knows their durations from an earlier run,
 * and CI has none.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isLong = ({ moduleId, project }: TestSpecification) =>
      LONGEST.includes(relative(project.config.root, moduleId))
    return [...Map.groupBy(sorted, ({ project }) => project.name).values()].flatMap((files) => [
      ...files.filter(isLong),
      ...files.filter((file) => !isLong(file)),
    ])
  }
}
