import { CopiedProject } from '../../support/copied-project.ts'
import { connect } from './connect.ts'
import { untilResponse } from './first-response.ts'
import type { LocalStack } from './local-stack.ts'
import { type Phase, timePhase } from './time-phases.ts'

/** Runs `npm start` in a copy of the project, which has no bundles and no data yet. */
export async function startOurs(): Promise<LocalStack> {
  const project = new CopiedProject()
  const start: Phase[] = []
  const apiUrl = await timePhase(start, 'until it is ready', () => project.start())
  const driver = connect(apiUrl)
  await timePhase(start, 'first response', () => untilResponse(driver))
  return {
    name: 'npm start',
    start,
    driver,
    pid: project.pid,
    // The stack watches its files.
    save: ({ file, edit }) => {
      project.save(file, edit)
      return Promise.resolve([])
    },
    stop: () => project.stop(),
  }
}
