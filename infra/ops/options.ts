import { type Command, InvalidArgumentError, Option } from 'commander'

/** Options of the commands that read a stack. */
export interface StackOptions {
  readonly outputs?: string
  readonly json?: boolean
}

/**
 * Adds the options that choose a deployed stack. `--stage <name>` is short for `--outputs
 * outputs.<name>.json`, so a command reads `outputs` for both. `fallback` describes the stack used without them.
 */
export function addStackOptions(command: Command, fallback = 'the local stack'): Command {
  return command
    .addOption(outputsOption(`${OUTPUTS} (default: ${fallback})`))
    .addOption(deployedStageOption())
}

/** The same options for a command that works on deployed stacks only: it requires one of them. */
export function addDeployedStackOptions(command: Command): Command {
  return command
    .addOption(deployedStageOption().makeOptionMandatory())
    .addOption(outputsOption(`instead of --stage: ${OUTPUTS}`))
}

const OUTPUTS = 'outputs of a deployed stack, as `npm run deploy` writes them'

/** `--outputs <file>`: the outputs of a stack. */
export function outputsOption(description: string): Option {
  return new Option('--outputs <file>', description).argParser(onlyStack((file) => file))
}

function deployedStageOption(): Option {
  const stage = new Option(
    '--stage <name>',
    'a deployed stage: reads outputs.<name>.json, which `npm run deploy` wrote',
  ).argParser(onlyStack((name) => `outputs.${name}.json`))
  stage.attributeName = () => 'outputs'
  return stage
}

/** Returns a parser that refuses a second stack: nobody should guess which of two is meant. */
function onlyStack(toFile: (text: string) => string) {
  return (text: string, earlier: string | undefined) => {
    if (earlier !== undefined) throw new InvalidArgumentError('Name only one stack.')
    return toFile(text)
  }
}

/** `--json`: machine-readable output. */
export function jsonOption(): Option {
  return new Option('--json', 'print one JSON document instead of text')
}

/** `-c stage=<stage>`: the stage, in the syntax of the CDK's own commands. Required. */
export function stageOption(): Option {
  return new Option('-c, --context <stage=…>', 'the stage, e.g. `-c stage=prod`')
    .makeOptionMandatory()
    .argParser(parseStage)
}

/** `--released <folder>`: the folder of the released templates. */
export function releasedOption(folder: string): Option {
  return new Option('--released <folder>', 'folder of the released templates').default(folder)
}

/** Text of the examples below the options in `--help`. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}\n`).join('')}`
}

/** Returns a parser of whole numbers from `min` to `max`. */
export function wholeNumber(
  min: number,
  max: number = Number.MAX_SAFE_INTEGER,
): (text: string) => number {
  return (text) => {
    const number = /^\d+$/.test(text) ? Number(text) : Number.NaN
    if (number >= min && number <= max) return number
    throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`)
  }
}

/** Parses a number above 0. */
export function positiveNumber(text: string): number {
  const number = Number(text)
  if (number > 0 && Number.isFinite(number)) return number
  throw new InvalidArgumentError('It must be a number above 0.')
}

function parseStage(text: string): string {
  const [, stage] = /^stage=(\w[\w-]*)$/.exec(text) ?? []
  if (!stage) throw new InvalidArgumentError('name the stage, e.g. stage=prod')
  return stage
}
