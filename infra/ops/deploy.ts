import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { type Command, Option } from 'commander'
import { accountCheck } from '../preflight/checks/account.ts'
import { ownValuesCheck } from '../preflight/checks/own-values.ts'
import { deployableStage, stackNameOf } from '../stages/stages.ts'
import { examples } from './options.ts'
import { print } from './print.ts'

const CDK = resolve(import.meta.dirname, '../../node_modules/aws-cdk/bin/cdk')

/** `npm run deploy`: deploys a stage with the CDK CLI, which also gets all further options. */
export function defineDeploy(command: Command): Command {
  return command
    .description(
      'Deploys a stage with the CDK CLI and writes outputs.<stage>.json. Further options go to `cdk deploy`. ' +
        'Refuses a stage with missing values, and an account that is not the one in infra/stages/own-values.ts.',
    )
    .addOption(
      new Option('-c, --context <name=value>', 'the stage, `-c stage=prod`, and further context')
        .argParser((text, before: string[] = []) => [...before, text])
        .makeOptionMandatory(),
    )
    .allowUnknownOption()
    .allowExcessArguments()
    .addHelpText(
      'after',
      examples(
        'npm run deploy -- -c stage=dev',
        'npm run deploy -- -c stage=prod -c protected=false --require-approval never',
        'npm run deploy -- -c stage=prod -c canary=false',
      ),
    )
    .action(async ({ context }: { context: string[] }) => {
      const [stage = '', ...more] = context.flatMap(
        (value) => /^stage=(.+)$/.exec(value)?.[1] ?? [],
      )
      // The CDK CLI deploys the last one: the checks must not be of another.
      if (more.length > 0) command.error('error: name only one stage', { exitCode: 2 })
      if (!stage) command.error('error: name the stage, e.g. -c stage=prod', { exitCode: 2 })
      await deploy(stage, ['deploy', ...command.args, ...context.flatMap((value) => ['-c', value])])
    })
}

async function deploy(stageName: string, args: readonly string[]): Promise<void> {
  const stage = deployableStage(stageName)
  for (const check of [ownValuesCheck, accountCheck]) {
    const { outcome, found, todo } = await check.run(stage)
    if (outcome === 'FAILED') {
      throw new Error(`Stage "${stage.name}", ${check.name}: ${found}. ${todo}.`)
    }
  }
  const { name, account, region } = stage
  print(
    `Deploying stack ${stackNameOf(stage)} of stage ${name} to account ${account}, region ${region}.`,
  )
  const child = spawn(process.execPath, [CDK, ...toCdkArguments(name, args)], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => child.kill(signal))
  }
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error('The deployment failed: see above.')
}

/** The arguments of the CDK CLI: the operator's, then those of every deployment of the stage. */
export function toCdkArguments(stage: string, given: readonly string[]): string[] {
  return [...given, '--all', '--strict', '--outputs-file', `outputs.${stage}.json`]
}
