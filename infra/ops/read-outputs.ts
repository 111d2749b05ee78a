import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'

/** Outputs of a stack by name, as `cdk deploy --outputs-file` writes them. */
export type Outputs = Readonly<Record<string, string>>

/** A stack in an outputs file, with its outputs. */
export interface NamedStack {
  readonly stackName: string
  readonly outputs: Outputs
}

/**
 * Reads the outputs of the service's stack from a file, which may have outputs of other stacks too.
 * @throws Error with what is wrong with the file.
 */
export function readStack(file: string): NamedStack {
  const path = resolve(file)
  if (!existsSync(path)) {
    throw new Error(`There is no file ${file}. \`npm run deploy\` writes outputs.<stage>.json.`)
  }
  const stack = Object.entries(parse(file, path)).find(([, outputs]) => outputs.UsersTableName)
  if (!stack) throw new Error(`${file} has no outputs of this stack.`)
  const [stackName, outputs] = stack
  return { stackName, outputs }
}

/** Reads only the outputs, as `readStack` does. */
export function readOutputs(file: string): Outputs {
  return readStack(file).outputs
}

/**
 * Writes to standard error which deployed stack a command is about to use.
 * @throws Error when the file is of an older version, which did not write the region.
 */
export function announceStack({ stackName, outputs }: NamedStack): void {
  const { Stage, Account, Region } = outputs
  if (!Region) throw new Error(`The outputs of ${stackName} name no Region: deploy it again.`)
  process.stderr.write(
    `Using stack ${stackName} of stage ${Stage}, in account ${Account}, region ${Region}.\n`,
  )
}

function parse(file: string, path: string): Record<string, Outputs> {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    const reason = error instanceof Error ? error.message : error
    throw new Error(`${file} is not valid JSON: ${reason}`)
  }
}
