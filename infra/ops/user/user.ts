import { type Command, Option } from 'commander'
import { runConfirmed } from '../audited/run-confirmed.ts'
import { addStackOptions, examples, jsonOption, type StackOptions } from '../options.ts'
import { print, printJson } from '../print.ts'
import { useStack } from '../use-outputs.ts'
import type { UserAction } from './action.ts'
import { actions } from './actions.ts'
import { describeUser } from './describe-user.ts'
import { findUser } from './find-user.ts'

interface UserOptions extends StackOptions {
  readonly yes?: boolean
  /** The values of the actions' options, by attribute name. */
  readonly [attribute: string]: unknown
}

/** `npm run user`: shows everything stored about a user, or does one thing to the account. */
export function defineUser(command: Command): Command {
  addStackOptions(command)
    .description(
      'Shows everything stored about a user, except secrets and hashes, or does one thing to the account. ' +
        'An action says what it will do, asks, and is recorded in the audit log.',
    )
    .argument('<user>', 'e-mail address, phone number or id')
    .addOption(jsonOption())
    .addOption(new Option('--yes', 'do it without asking'))
  for (const action of actions) command.addOption(optionOf(action))
  return command
    .addHelpText(
      'after',
      examples(
        'npm run user -- demo@example.com',
        'npm run user -- +919876543210 --json',
        'npm run user -- 6b03200c5a0b9d5ae2f24e5c --stage prod',
        'npm run user -- demo@example.com --export demo.json',
        'npm run user -- demo@example.com --end-sessions --yes',
        'npm run user -- demo@example.com --set-email new@example.com --stage prod',
      ),
    )
    .action(user)
}

async function user(key: string, options: UserOptions): Promise<void> {
  const { json, outputs, yes } = options
  const stack = useStack(outputs)
  const found = await findUser(key)
  if (!found) throw new Error(`Nothing is stored under ${key}.`)
  const chosen = actions.find((action) => options[attributeOf(action)] !== undefined)
  if (!chosen) {
    if (json) printJson(found.record)
    else print(describeUser(found.record))
    return
  }
  const plan = await chosen.plan(found, options[attributeOf(chosen)])
  const userId = found.record.id
  const action = nameOf(chosen)
  const done = await runConfirmed(
    {
      audited: { action, user_id: userId, details: plan.details },
      plan: [`User     ${userId}`, `Will     ${plan.effect}.`],
      perform: () => plan.perform(),
    },
    stack,
    yes,
  )
  if (json) printJson({ user_id: userId, action, done })
  else print(done)
}

/** The command-line option of an action. It conflicts with the options of all other actions. */
function optionOf(action: UserAction): Option {
  const others = actions.filter((one) => one !== action).map(attributeOf)
  const option = new Option(action.flags, action.description).conflicts(others)
  return action.parse ? option.argParser(action.parse) : option
}

function attributeOf({ flags }: UserAction): string {
  return new Option(flags).attributeName()
}

function nameOf({ flags }: UserAction): string {
  return new Option(flags).name()
}
