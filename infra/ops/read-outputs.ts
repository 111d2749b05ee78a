import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'

/** Outputs of a stack by name, as `cdk deploy --outputs-file` writes them. */
export type Outputs = Readonly<Record<string, string>>

/** A stack, as far as its outputs file describes it. */
export interface StackOutputs {
  /** As in `user-api-prod`. */
  readonly stackName: string
  readonly outputs: Outputs
}

/**
 * Reads the outputs of the only stack in a file.
 * @throws Error with what is wrong with the file.
 */
export function readOutputs(file: string): Outputs {
  return readStackOutputs(file).outputs
}

/** The same with the stack's name. */
export function readStackOutputs(file: string): StackOutputs {
  const path = resolve(file)
  if (!existsSync(path)) throw new Error(`There is no file ${file}.`)
  const [[stackName, outputs] = ['', undefined]] = Object.entries(parse(file, path))
  if (!outputs?.UsersTableName) throw new Error(`${file} has no outputs of this stack.`)
  return { stackName, outputs }
}

function parse(file: string, path: string): Record<string, Outputs> {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    const reason = error instanceof Error ? error.message : error
    throw new Error(`${file} is not valid JSON: ${reason}`)
  }
}
