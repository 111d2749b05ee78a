import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { StackIdentity } from '../stages/stacks.ts'

/** A CloudFormation template. */
export interface Template {
  readonly Resources: Readonly<Record<string, unknown>>
  readonly [section: string]: unknown
}

/** Folder of the released templates, one per stack. */
export const RELEASED_FOLDER = resolve(import.meta.dirname, 'released')

/** Reads the template of a stack's last release. Returns undefined before its first release. */
export async function readReleased(
  stack: StackIdentity,
  folder: string,
): Promise<Template | undefined> {
  const file = fileOf(stack, folder)
  return existsSync(file) ? JSON.parse(await readFile(file, 'utf8')) : undefined
}

/** Saves a template as a stack's last release. Returns the path of the file. */
export async function writeReleased(
  stack: StackIdentity,
  template: Template,
  folder: string,
): Promise<string> {
  const file = fileOf(stack, folder)
  await mkdir(folder, { recursive: true })
  await writeFile(file, toText(template))
  return file
}

/** For example `prod.template.json` of the service, and `prod-firewall.template.json`. */
function fileOf({ name }: StackIdentity, folder: string): string {
  return join(folder, `${name.replace(/^user-api-/, '')}.template.json`)
}

/** One line per resource, so that a diff shows which resources a release changes. */
function toText({ Resources, ...rest }: Template): string {
  const lines = Object.entries(Resources).map(([logicalId, resource]) => {
    return `${JSON.stringify(logicalId)}: ${JSON.stringify(resource)}`
  })
  return `{"Resources": {\n${lines.join(',\n')}\n},\n${JSON.stringify(rest).slice(1)}\n`
}
