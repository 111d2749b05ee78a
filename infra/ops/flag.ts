import { Argument, type Command } from 'commander'
import {
  type FlagName,
  flagNames,
  listFeatureFlags,
  switchFeatureFlag,
} from '../../shared/feature-flags/feature-flags.ts'
import { addStackOptions, examples, jsonOption, type StackOptions } from './options.ts'
import { print, printJson } from './print.ts'
import { useOutputs } from './use-outputs.ts'

/** `npm run flag`: shows or switches the feature flags of a running stack. */
export function defineFlag(command: Command): Command {
  return addStackOptions(command)
    .description('Shows the feature flags, or switches one. Functions see the change within 30 s.')
    .addArgument(new Argument('[name]', 'the flag').choices(flagNames))
    .addArgument(new Argument('[state]', 'its new state').choices(['on', 'off']))
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples(
        'npm run flag',
        'npm run flag -- response_encryption on',
        'npm run flag -- response_encryption off --stage prod',
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
  { json, outputs }: StackOptions,
): Promise<void> {
  useOutputs(outputs)
  if (name) await switchFeatureFlag(name, isOn)
  const flags = await listFeatureFlags()
  if (json) {
    printJson(Object.fromEntries(flags.map((one) => [one.name, one.isOn])))
    return
  }
  for (const one of flags) print(`${one.name} is ${one.isOn ? 'on' : 'off'}.`)
  if (name) print('Functions see the change within 30 s.')
}
