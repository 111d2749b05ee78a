import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'

/** Outputs of a stack by name, as `cdk deploy --outputs-file` writes them. */
export type Outputs = Readonly<Record<string, string>>

/**
 * Reads the outputs of the service's stack in a file, which may have outputs of other stacks too.
 * @throws Error with what is wrong with the file.
 */
export function readOutputs(file: string): Outputs {
  const path = resolve(file)
  if (!existsSync(path)) throw new Error(`There is no file ${file}.`)
  const outputs = Object.values(parse(file, path)).find(({ UsersTableName }) => UsersTableName)
  if (!outputs) throw new Error(`${file} has no outputs of this stack.`)
  return outputs
}

function parse(file: string, path: string): Record<string, Outputs> {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    const reason = error instanceof Error ? error.message : error
    throw new Error(`${file} is not valid JSON: ${reason}`)
  }
}
