import { Argument, type Command, Option } from 'commander'
import {
  type FlagName,
  flagNames,
  listFeatureFlags,
  switchFeatureFlag,
} from '../../shared/feature-flags/feature-flags.ts'
import { runConfirmed } from './audited/run-confirmed.ts'
import { addStackOptions, examples, jsonOption, type StackOptions } from './options.ts'
import { print, printJson } from './print.ts'
import type { NamedStack } from './read-outputs.ts'
import { useStack } from './use-outputs.ts'

interface FlagOptions extends StackOptions {
  readonly yes?: boolean
}

/** `npm run flag`: shows or switches the feature flags of a running stack. */
export function defineFlag(command: Command): Command {
  return addStackOptions(command)
    .description(
      'Shows the feature flags, or switches one. Functions see the change within 30 s. ' +
        'On a deployed stack it asks, and is recorded in the audit log.',
    )
    .addArgument(new Argument('[name]', 'the flag').choices(flagNames))
    .addArgument(new Argument('[state]', 'its new state').choices(['on', 'off']))
    .addOption(jsonOption())
    .addOption(new Option('--yes', 'switch it without asking'))
    .addHelpText(
      'after',
      examples(
        'npm run flag',
        'npm run flag -- response_encryption on',
        'npm run flag -- response_encryption off --stage prod',
        'npm run flag -- response_encryption off --stage prod --yes',
      ),
    )
    .action(async (name: FlagName | undefined, state: 'on' | 'off' | undefined, options) => {
      if (name && !state) command.error('error: name the new state, on or off', { exitCode: 2 })
      await flag(name, state === 'on', options)
    })
}

async function flag(
  name: FlagName | undefined,
  isOn: boolean,
  { json, outputs, yes }: FlagOptions,
): Promise<void> {
  const stack = useStack(outputs)
  if (name && stack.outputs.AwsEndpointUrl) await switchFeatureFlag(name, isOn)
  else if (name) await switchDeployed(name, isOn, stack, yes)
  const flags = await listFeatureFlags()
  if (json) {
    printJson(Object.fromEntries(flags.map((one) => [one.name, one.isOn])))
    return
  }
  for (const one of flags) print(`${one.name} is ${one.isOn ? 'on' : 'off'}.`)
  if (name) print('Functions see the change within 30 s.')
}

/** Switches a flag of a deployed stack, where it changes the responses to every app. */
async function switchDeployed(
  name: FlagName,
  isOn: boolean,
  stack: NamedStack,
  yes: boolean | undefined,
): Promise<void> {
  const state = isOn ? 'on' : 'off'
  const perform = async () => {
    await switchFeatureFlag(name, isOn)
    return `${name} is ${state}.`
  }
  const audited = { action: 'flag', flag: name, details: { on: Number(isOn) } }
  const plan = [`Will     switch ${name} ${state} for all apps.`]
  await runConfirmed({ audited, plan, perform }, stack, yes)
}
