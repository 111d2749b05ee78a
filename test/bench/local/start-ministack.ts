import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readOutputs } from '../../../infra/ops/read-outputs.ts'
import { endPrograms, runProgram } from '../../../infra/programs/run-program.ts'
import { Cdk } from '../../rehearsal/cdk.ts'
import { ACCOUNT, type Emulator, startEmulator } from '../../rehearsal/emulator/start-emulator.ts'
import { rehearsedDev } from '../../rehearsal/versions/rehearsed-dev.ts'
import { CopiedProject } from '../../support/copied-project.ts'
import { median } from '../statistics.ts'
import { connect } from './connect.ts'
import { untilResponse } from './first-response.ts'
import type { LocalStack } from './local-stack.ts'
import { type Phase, timePhase } from './time-phases.ts'

const APP = 'test/rehearsal/versions/dev-app.ts'
const { region } = rehearsedDev

/** How often the front is measured. */
const FRONT_REQUESTS = 300

/** A MiniStack with the service. */
export interface MiniStack extends LocalStack {
  /** How long a request takes longer through the front than without, in ms. */
  readonly frontMs: number
}

/** Starts MiniStack, and deploys `dev` to it from a copy of the project, as the rehearsal does. */
export async function startMiniStack(python: string): Promise<MiniStack> {
  const start: Phase[] = []
  // In the system's temporary folder, because the path of a socket may have at most 100 characters.
  const folder = mkdtempSync(join(tmpdir(), 'bench-local-'))
  const logs = join(folder, 'logs')
  mkdirSync(logs)
  const project = new CopiedProject()
  const emulator = await timePhase(start, 'start', () =>
    startEmulator({ python, region, folder, logs }),
  )
  const { environment, socketPath, pid } = emulator
  const outputsFile = join(logs, 'outputs.json')
  const cdk = new Cdk({ environment, folder: logs, outputsFile })
  const assembly = join(project.folder, 'cdk.out')
  const synthesize = async () => {
    const { code, output } = await runProgram(process.execPath, ['infra/launch.mjs', APP], {
      cwd: project.folder,
      // The CDK's template validation takes 2 s.
      env: { ...environment, CDK_OUTDIR: assembly, CDK_VALIDATION: 'false' },
      logFile: join(logs, 'synthesize.log'),
    })
    if (code !== 0) throw new Error(output)
  }
  await timePhase(start, 'cdk bootstrap', () => cdk.bootstrap([`${ACCOUNT}/${region}`]))
  await timePhase(start, 'bundle and synthesize', synthesize)
  await timePhase(start, 'cdk deploy', () => cdk.deploy(assembly))
  const { ApiUrl = '' } = readOutputs(outputsFile)
  const driver = connect(ApiUrl, socketPath)
  await timePhase(start, 'first response', () => untilResponse(driver))
  return {
    name: 'MiniStack',
    start,
    driver,
    pid,
    frontMs: await measureFront(emulator),
    save: async ({ file, edit }) => {
      const phases: Phase[] = []
      project.save(file, edit)
      await timePhase(phases, 'bundle and synthesize', synthesize)
      await timePhase(phases, 'cdk deploy --hotswap', () => cdk.hotswap(assembly))
      return phases
    },
    stop: async () => {
      endPrograms()
      await project.stop()
      // The programs may still write for a moment.
      rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
    },
  }
}

/** Compares a request that the emulator responds to at once. */
async function measureFront({ endpoint, socketPath }: Emulator): Promise<number> {
  const medians: number[] = []
  for (const { call } of [connect(endpoint), connect(endpoint, socketPath)]) {
    const times: number[] = []
    for (let count = 0; count < FRONT_REQUESTS; count++) {
      const start = performance.now()
      await call({ method: 'GET', path: '/_ministack/ready' })
      times.push(performance.now() - start)
    }
    medians.push(median(times))
  }
  const [through = Number.NaN, without = Number.NaN] = medians
  return through - without
}
