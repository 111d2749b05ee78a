import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'
import { LongestFirst } from './test/support/longest-first.ts'
import { useTemporaryFolder } from './test/support/temporary-folder.ts'
import { filesByProject } from './test/support/test-projects.ts'

useTemporaryFolder()

const { stack, isolated, system } = filesByProject()
// The bench's peers are installed below test/.
const NOT_TESTS = ['test/e2e/**', '**/node_modules/**']

export default defineConfig({
  test: {
    // CDK's template validator costs 1.9 s a synth; `npm run synth` keeps it on.
    env: { CDK_VALIDATION: 'false' },
    // On two cores, three take 7 % less time than two: some tests wait for a process or a timer.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    // Some tests start whole stacks, on machines that may be busy; what hangs still fails.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
    coverage: {
      include: ['{functions,infra,shared}/**/*.ts'],
      exclude: ['**/dist/**'],
      reporter: ['text', 'html'],
      reportsDirectory: '.local/coverage',
    },
    // test/support/test-projects.ts decides which file runs in which project. In those that are not isolated, the files of a
    // worker share its modules, which saves a fifth to half of the processor time. Tests restore what they change, and
    // test/support/setup.ts restores the environment.
    projects: [
      project('unit', {
        include: ['test/**/*.test.ts'],
        exclude: [...NOT_TESTS, ...stack, ...isolated, ...system],
      }),
      project('stack', {
        include: stack,
        globalSetup: ['test/support/global-setup.ts'],
      }),
      project('isolated', { isolate: true, include: isolated }),
      project('system', { include: system }),
      // Has a stack of its own, or a deployed one: `npm run e2e`.
      { extends: true, test: { name: 'e2e', include: ['test/e2e/**/*.test.ts'] } },
    ],
  },
})

function project(
  name: string,
  test: TestProjectInlineConfiguration['test'],
): TestProjectInlineConfiguration {
  return {
    extends: true,
    test: { name, isolate: false, setupFiles: ['test/support/setup.ts'], ...test },
  }
}
