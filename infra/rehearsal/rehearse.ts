import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { print, printTable } from '../ops/print.ts'
import { LOCAL_FOLDER } from '../start/local-folder.ts'
import { findPython, MINIMUM_PYTHON } from './emulator/find-python.ts'
import { endPrograms } from './programs.ts'
import { Rehearsal } from './rehearsal.ts'
import { runSteps } from './run-steps.ts'

// `npm run rehearse`: deploys the stack to an AWS emulator, changes it, breaks it and destroys it.

const { keep } = new Command('npm run rehearse --')
  .description(
    'Deploys the stack with the CDK CLI to an emulator of AWS, runs the e2e suite against it, changes it, lets deployments fail, rolls back and destroys it. Needs Python 3.10 or newer, and no AWS account: docs/rehearsal.md.',
  )
  .option('--keep', 'leave the stack deployed and the emulator running, and print how to reach it')
  .helpOption('--help', 'show this')
  .parse()
  .opts<{ keep?: boolean }>()

const python = findPython()
if (!python) {
  print(`Skipped: it needs Python ${MINIMUM_PYTHON} or newer, and there is none on the PATH.`)
  process.exit(0)
}

const home = join(LOCAL_FOLDER, 'rehearsal')
const logs = join(home, 'logs')
rmSync(logs, { recursive: true, force: true })
mkdirSync(logs, { recursive: true })
// Below the system's, since the path of a socket may have 100 characters.
const folder = mkdtempSync(join(tmpdir(), 'user-api-rehearsal-'))
process.on('exit', () => {
  endPrograms()
  // A program that is ended may still write for a moment.
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => process.exit(130))
}

const rehearsal = new Rehearsal(python, { home, folder, logs })
const results = await runSteps(rehearsal.steps({ keep: keep ?? false }), (name) =>
  print(`… ${name}`),
)

print('')
printTable(rehearsal.resources)
print('')
printTable(
  results.map(({ name, outcome, seconds, note }) => {
    return { step: name, outcome, seconds: seconds.toFixed(1), note: note.split('\n')[0] ?? '' }
  }),
)
const failed = results.find(({ outcome }) => outcome === 'FAILED')
if (failed) print(`\n${failed.name}: ${failed.note}\n\nLogs: ${logs}`)
if (!keep || failed) process.exit(failed ? 1 : 0)
print(`\n${rehearsal.howToUse}`)
