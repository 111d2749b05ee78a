import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { print, printTable } from '../../infra/ops/print.ts'
import type { Python } from '../../infra/programs/find-python.ts'
import { endPrograms } from '../../infra/programs/run-program.ts'
import { runWithPython } from '../../infra/programs/run-with-python.ts'
import { scriptCommand } from '../../infra/programs/script-command.ts'
import { LOCAL_FOLDER } from '../../infra/start/local-folder.ts'
import { howToUse } from './how-to-use.ts'
import { Rehearsal, type RehearsalFolders } from './rehearsal.ts'
import { toResourceTable } from './resource-table.ts'
import { runSteps, type StepResult } from './run-steps.ts'
import { type Findings, rehearseDev, rehearseProd, setUp, tearDown } from './steps.ts'

// `npm run rehearse`: deploys the stack to an AWS emulator, changes it, breaks it and destroys it.

const { keep = false } = scriptCommand(
  'rehearse',
  'Deploys the stack with the CDK CLI to an emulator of AWS, runs the e2e suite against it, makes deployments fail, changes it, rolls back and destroys it. Needs Python 3.10 or newer, and no AWS account: docs/rehearsal.md.',
)
  .option('--keep', 'leave the stack deployed and the emulator running, and print how to reach it')
  .parse()
  .opts<{ keep?: boolean }>()

/** Runs all steps and prints their results. @returns whether all steps succeeded. */
async function rehearse(python: Python): Promise<boolean> {
  const folders = makeFolders()
  const rehearsal = new Rehearsal(python, folders)
  const findings: Findings = { dev: [], prod: [] }
  const steps = [
    ...setUp(rehearsal),
    ...rehearseDev(rehearsal, findings),
    ...rehearseProd(rehearsal, findings),
    ...(keep ? [] : tearDown(rehearsal)),
  ]
  const results = await runSteps(steps, (name) => print(`… ${name}`))
  printResources(rehearsal, findings)
  printTable(results.map(toRow))
  const failed = results.find(({ outcome }) => outcome === 'FAILED')
  if (failed) print(`\n${failed.name}: ${failed.note}\n\nLogs: ${folders.logs}`)
  else if (keep) print(`\n${howToUse(rehearsal)}`)
  return failed === undefined
}

/**
 * Makes the folders. Whenever this process exits, all programs are ended and the temporary folder is
 * removed.
 */
function makeFolders(): RehearsalFolders {
  const home = join(LOCAL_FOLDER, 'rehearsal')
  const logs = join(home, 'logs')
  rmSync(logs, { recursive: true, force: true })
  mkdirSync(logs, { recursive: true })
  // In the system's temporary folder, because the path of a socket may have at most 100 characters.
  const folder = mkdtempSync(join(tmpdir(), 'user-api-rehearsal-'))
  process.on('exit', () => {
    endPrograms()
    // Programs that were just ended may still write for a moment.
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => process.exit(130))
  }
  return { home, folder, logs }
}

function printResources({ versions }: Rehearsal, { dev, prod }: Findings): void {
  if (dev.length === 0) return
  print('')
  printTable(
    toResourceTable(
      { events: dev, stubs: versions.first.stubs },
      { events: prod, stubs: versions.prodFirst.stubs },
    ),
  )
  print('')
}

function toRow({ name, outcome, seconds, note }: StepResult) {
  return { step: name, outcome, seconds: seconds.toFixed(1), note: note.split('\n')[0] ?? '' }
}

await runWithPython('the rehearsal needs', async (python) => {
  const succeeded = await rehearse(python)
  // With --keep, this process runs until Ctrl-C.
  if (!keep || !succeeded) process.exit(succeeded ? 0 : 1)
  return succeeded
})
