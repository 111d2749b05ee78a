import { spawnSync } from 'node:child_process'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { runProgram } from '../../infra/programs/run-program.ts'
import type { Command, Generator } from './generator.ts'
import type { Result } from './table.ts'

/** Where to download to, and the stack that the client calls. */
export interface TryContext {
  readonly downloads: string
  readonly apiUrl: string
  /** A file. */
  readonly picture: string
  /** The commands that have installed something already. */
  readonly installed: Set<string>
}

const DOCUMENTS = { '3.1': 'openapi.json', '3.0': 'openapi-3.0.json' } as const
const OUTPUT_LINES = 30

/** Generates, compiles and runs the client of one generator. Stops at the first command that fails. */
export async function tryGenerator(
  generator: Generator,
  { downloads, apiUrl, picture, installed }: TryContext,
): Promise<Result> {
  const skipped = generator.needs.find((program) => !isOnPath(program))
  if (skipped) return { generator, skipped }
  const id = generator.name.replaceAll(/\W+/g, '-').replace(/^-/, '')
  const folder = join(downloads, id)
  await rm(folder, { recursive: true, force: true })
  await mkdir(join(folder, 'client'), { recursive: true })
  const documentUrl = `${apiUrl}/${DOCUMENTS[generator.document]}`
  const place = { folder, downloads, documentUrl }
  const email = `${id}@example.com`.toLowerCase()
  const env = { ...process.env, API_URL: apiUrl, EMAIL: email, PICTURE: picture }
  const run = (commands: readonly Command[] = []) => runAll(commands, { folder, env })

  const missing = generator.install(downloads).filter((one) => !installed.has(toKey(one)))
  const failure = (await run(missing)) ?? (await run(generator.generate(place)))
  if (failure) return { generator, failure }
  for (const one of missing) installed.add(toKey(one))
  if (!generator.compile) return { generator }
  const compiled = await run(generator.compile(place))
  if (compiled) return { generator, compiles: false, failure: compiled }
  const called = await run(generator.call?.(place))
  if (called) return { generator, compiles: true, callsOk: false, failure: called }
  return { generator, compiles: true, callsOk: true }
}

/** @returns the first command that failed, with the end of its output. */
async function runAll(
  commands: readonly Command[],
  { folder, env }: { folder: string; env: NodeJS.ProcessEnv },
): Promise<string | undefined> {
  for (const { command, args } of commands) {
    const logFile = join(folder, 'generator.log')
    const { code, output } = await runProgram(command, args, { env, cwd: folder, logFile })
    if (code === 0) continue
    const end = output.trimEnd().split('\n').slice(-OUTPUT_LINES).join('\n')
    return `${command} ${args.join(' ')}\nended with ${code}: ${end}\nAll output is in ${logFile}`
  }
  return undefined
}

function toKey({ command, args }: Command): string {
  return [command, ...args].join(' ')
}

function isOnPath(program: string): boolean {
  return spawnSync('which', [program]).status === 0
}
