import { InvalidArgumentError, Option } from 'commander'

/** `-c stage=<stage>`: which stage, as the CDK's own commands are told it. Required. */
export function stageOption(): Option {
  return new Option('-c, --context <stage=…>', 'the stage, as in `-c stage=prod`')
    .makeOptionMandatory()
    .argParser(readStage)
}

function readStage(given: string): string {
  const [, stage] = /^stage=(\w[\w-]*)$/.exec(given) ?? []
  if (!stage) throw new InvalidArgumentError('name the stage, as in stage=prod')
  return stage
}
