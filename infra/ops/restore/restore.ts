import { setTimeout } from 'node:timers/promises'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { type Command, InvalidArgumentError, Option } from 'commander'
import * as z from 'zod'
import { clientConfig } from '../../../shared/aws/client-config.ts'
import { RESTORABLE, type Restorable, type Stage } from '../../stages/stage.ts'
import { deployableStage } from '../../stages/stages.ts'
import { runConfirmed } from '../audited/run-confirmed.ts'
import { addDeployedStackOptions, examples, jsonOption, type StackOptions } from '../options.ts'
import { print, printJson } from '../print.ts'
import type { NamedStack } from '../read-outputs.ts'
import { useStack } from '../use-outputs.ts'
import { describePlan } from './plan.ts'
import { type RemainingStep, remainingSteps, stepsAfterGivingUp } from './remaining-steps.ts'
import { isStarted, type Restore, requireRestorable, restoredNameOf } from './restored-table.ts'
import { readStackResources } from './stack-resources.ts'
import { type RestoreStep, restoreSteps, type Sleep, startStep } from './steps.ts'

interface Options extends StackOptions {
  readonly outputs: string
  readonly table: Restorable
  readonly to: Date
  readonly start?: boolean
  readonly yes?: boolean
}

const POLL_MS = 10_000

/**
 * `npm run restore`: restores a table of a deployed stage to a point in time.
 * @param sleep waits this many ms. Tests replace it.
 */
export function defineRestore(command: Command, sleep: Sleep = setTimeout): Command {
  return addDeployedStackOptions(command)
    .description(
      'Restores a table of a deployed stage to a point in time, into a new table that the stack can use in its place. ' +
        'Says what it will do, and asks. Run it again to continue: docs/operations.md.',
    )
    .addOption(new Option('--table <name>', 'the table').choices(RESTORABLE).makeOptionMandatory())
    .addOption(
      new Option('--to <time>', 'the time, in UTC, e.g. 2026-11-22T10:00:00Z')
        .argParser(parseTime)
        .makeOptionMandatory(),
    )
    .option('--start', 'give the restore up: only start the functions again')
    .option('--yes', 'do it without asking')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples(
        'npm run restore -- --stage prod --table users --to 2026-11-22T10:00:00Z',
        'npm run restore -- --stage prod --table users --to 2026-11-22T10:00:00Z --start --yes',
      ),
    )
    .action((options: Options) => restoreTable(options, sleep))
}

async function restoreTable(options: Options, sleep: Sleep): Promise<void> {
  const { outputs: file, table, to, start = false, yes, json } = options
  const stack = useStack(file)
  const stage = deployedStage(stack)
  const client = new DynamoDBClient(clientConfig(5, 10_000))
  const resources = await readStackResources(stage)
  const source = resources.tables.get(table)?.name
  if (!source) throw new Error(`The deployed template does not name its table ${table}.`)
  const restore = { source, target: restoredNameOf(stack.stackName, table, to), to }
  const isInUse = source === restore.target
  const isRestoring = !isInUse && !start
  const context = { client, table, restore, resources, pollMs: POLL_MS, sleep }
  const steps = isRestoring ? restoreSteps(context) : [startStep(resources)]
  if (isRestoring && !(await isStarted(client, restore))) await requireRestorable(client, restore)

  const done = await runConfirmed(
    {
      audited: { action: start ? 'restore --start' : 'restore', table: restore.target },
      plan: describePlan(steps, isRestoring ? restore : undefined),
      perform: () => runSteps(steps),
    },
    stack,
    yes,
  )
  const isGivenUp = start && !isInUse
  const remaining = isGivenUp
    ? await stepsAfterGivingUp(client, restore)
    : await remainingSteps(client, stage, table, restore, isInUse)
  report({ table, ...restore, done, remaining }, json)
}

function deployedStage({ outputs }: NamedStack): Stage {
  if (outputs.AwsEndpointUrl) {
    throw new Error('The local stack has no point-in-time recovery. Name a deployed stage.')
  }
  return deployableStage(outputs.Stage ?? '')
}

/** Runs the steps in order. @returns what was done, as text. */
async function runSteps(steps: readonly RestoreStep[]): Promise<string> {
  const results: string[] = []
  try {
    for (const { effect, run } of steps) {
      process.stderr.write(`${results.length + 1} of ${steps.length}: ${effect}\n`)
      results.push(await run())
    }
  } catch (error) {
    process.stderr.write(
      'Functions may be stopped. Run this again to continue; --start gives up.\n',
    )
    throw error
  }
  return results.join(', ')
}

/** The result of the command. `to` is ISO 8601. */
interface Report extends Restore {
  readonly table: Restorable
  readonly done: string
  readonly remaining: readonly RemainingStep[]
}

function report({ done, remaining, ...rest }: Report, json = false): void {
  if (json) {
    printJson({ ...rest, done, remaining })
    return
  }
  print(`Done: ${done}.`)
  for (const step of remaining) print(`[${step.done ? 'x' : ' '}] ${step.todo}`)
}

/** An ISO 8601 time with a time zone, in whole seconds as DynamoDB restores. No 30 February, which Date takes for 2 March. */
const isoTime = z.iso.datetime({ offset: true, precision: 0 })

function parseTime(text: string): Date {
  if (isoTime.safeParse(text).success) return new Date(text)
  throw new InvalidArgumentError('It must be a time as in 2026-11-22T10:00:00Z.')
}
