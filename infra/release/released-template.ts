import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { synthesize } from '../start/synthesize.ts'

/** A CloudFormation template, as far as releases read it. */
export interface Template {
  readonly Resources: Readonly<Record<string, unknown>>
}

/** Where the templates of the last releases are kept, one per stage. */
export const RELEASED_FOLDER = resolve(import.meta.dirname, 'released')

/** The template that a stage was last released with; undefined before its first release. */
export async function readReleased(stage: string, folder: string): Promise<Template | undefined> {
  const file = fileOf(stage, folder)
  return existsSync(file) ? JSON.parse(await readFile(file, 'utf8')) : undefined
}

/** Keeps a template as the one that a stage is released with. Answers the file. */
export async function writeReleased(
  stage: string,
  template: Template,
  folder: string,
): Promise<string> {
  const file = fileOf(stage, folder)
  await mkdir(folder, { recursive: true })
  await writeFile(file, toText(template))
  return file
}

/** A stage's template as it is today. */
export async function synthesizeToday(stage: string): Promise<Template> {
  const folder = await mkdtemp(join(tmpdir(), 'user-api-'))
  try {
    return (await synthesize(folder, stage)).stacks[0]?.template
  } finally {
    await rm(folder, { recursive: true })
  }
}

function fileOf(stage: string, folder: string): string {
  return join(folder, `${stage}.template.json`)
}

/** A line per resource, so that a review sees which of them a release changes. */
function toText({ Resources, ...rest }: Template): string {
  const lines = Object.entries(Resources).map(([logicalId, resource]) => {
    return `${JSON.stringify(logicalId)}: ${JSON.stringify(resource)}`
  })
  return `{"Resources": {\n${lines.join(',\n')}\n},\n${JSON.stringify(rest).slice(1)}\n`
}
