import { flagNames, switchFeatureFlag } from '../../shared/feature-flags/feature-flags.ts'
import { print, runCommand, UsageError } from './run-command.ts'
import { useOutputs } from './use-outputs.ts'

// `npm run flag`: switches a feature of a running stack.

await runCommand({
  usage: `npm run flag -- <name> on|off [--outputs <file>]

  <name>            ${flagNames.join(', ')}
  --outputs <file>  a deployed stack's outputs; the local stack's when absent`,
  options: { outputs: { type: 'string' } },
  run: async ([given, state, ...rest], { outputs }) => {
    const name = flagNames.find((known) => known === given)
    if (!name) throw new UsageError(`There is no flag "${given ?? ''}".`)
    if ((state !== 'on' && state !== 'off') || rest.length > 0)
      throw new UsageError('Say on or off.')
    useOutputs(outputs)
    await switchFeatureFlag(name, state === 'on')
    print(`${name} is ${state}. Functions follow within 30 s.`)
  },
})
