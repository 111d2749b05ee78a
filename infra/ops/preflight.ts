import type { Command } from 'commander'
import { checklistFor } from '../preflight/checklist.ts'
import { type CheckResult, runChecks } from '../preflight/run-checks.ts'
import { deployableStage } from '../stages/stages.ts'
import { explainFailure } from './explain-failure.ts'
import { examples, jsonOption, stageOption } from './options.ts'
import { print, printJson, printTable } from './print.ts'

/** `npm run preflight`: checks whether an AWS account is ready for the deployment of a stage. */
export function definePreflight(command: Command): Command {
  return command
    .description(
      'Checks whether the AWS account is ready for a deployment of a stage: account, bootstrap, concurrency, SMS, certificate, quotas. Changes nothing. Fails if a check fails, and lists what only a person can check.',
    )
    .addOption(stageOption())
    .addOption(jsonOption())
    .addHelpText('after', examples('npm run preflight -- -c stage=prod'))
    .action(preflight)
}

async function preflight({ context, json }: { context: string; json?: boolean }): Promise<void> {
  const stage = deployableStage(context)
  const checks = await runChecks(stage, explainFailure)
  // The checklist quotes values of own-values.ts, so it is left out while some are missing.
  const checklist = stage.missing.length > 0 ? [] : checklistFor(stage)
  if (json) printJson({ stage: stage.name, checks, checklist })
  else printReport(checks, checklist)
  const failed = checks.filter(({ outcome }) => outcome === 'FAILED')
  if (failed.length > 0) {
    throw new Error(
      `Stage "${stage.name}" is not ready: ${failed.map(({ check }) => check).join(', ')}`,
    )
  }
}

function printReport(checks: readonly CheckResult[], checklist: readonly string[]): void {
  printTable(checks.map(({ check, outcome, found }) => ({ check, outcome, found })))
  const todos = checks.filter(({ todo }) => todo !== undefined)
  if (todos.length > 0) print('\nWhat to do:')
  for (const { check, todo } of todos) print(`  ${check}: ${todo}`)
  if (checklist.length > 0) print('\nCheck by hand:')
  for (const item of checklist) print(`  ☐ ${item}`)
}
