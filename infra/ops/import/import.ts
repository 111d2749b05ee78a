import { existsSync } from 'node:fs'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { runConfirmed } from '../audited/run-confirmed.ts'
import { addStackOptions, examples, jsonOption, type StackOptions } from '../options.ts'
import { countOf, print, printJson } from '../print.ts'
import type { NamedStack } from '../read-outputs.ts'
import { useStack } from '../use-outputs.ts'
import { countLines } from './read-lines.ts'
import { type ImportInput, type ImportReport, runImport } from './run-import.ts'

interface Options extends StackOptions {
  readonly attempts?: string
  readonly picturesFrom?: string[]
  readonly dryRun?: boolean
  readonly yes?: boolean
}

/** `npm run import`: imports the users of another backend. */
export function defineImport(command: Command): Command {
  return addStackOptions(command)
    .description(
      'Imports the accounts of another backend: docs/adoption.md describes the file. Safe to repeat: an account that was used since its import stays as it is. ' +
        'On a deployed stack it asks, and is recorded in the audit log.',
    )
    .argument('<users>', 'file with one user per line, in JSON')
    .option('--attempts <file>', 'file with one MCQ attempt per line, in JSON')
    .addOption(
      new Option(
        '--pictures-from <origin>',
        'a server to download pictures from; repeatable',
      ).argParser((text, before: string[] = []) => [...before, parseOrigin(text)]),
    )
    .option('--dry-run', 'check everything and write nothing')
    .addOption(jsonOption())
    .addOption(new Option('--yes', 'import without asking'))
    .addHelpText(
      'after',
      examples(
        'npm run import -- users.jsonl --dry-run',
        'npm run import -- users.jsonl --attempts attempts.jsonl',
        'npm run import -- users.jsonl --pictures-from https://cdn.example.com --stage prod',
      ),
    )
    .action(importFiles)
}

async function importFiles(users: string, options: Options): Promise<void> {
  const { attempts, picturesFrom, dryRun = false, json, outputs, yes } = options
  for (const file of [users, attempts]) {
    if (file !== undefined && !existsSync(file)) throw new Error(`There is no file ${file}.`)
  }
  const stack = useStack(outputs)
  const input = { users, attempts, picturesFrom, isDryRun: dryRun }
  const isDirect = dryRun || stack.outputs.AwsEndpointUrl !== undefined
  const report = await (isDirect ? runImport(input) : importDeployed(input, stack, yes))
  if (json) printJson(report)
  else printReport(report, dryRun)
  const failed = report.users.failed + (report.attempts?.failed ?? 0)
  if (failed > 0) throw new Error(`${countOf(failed, 'line')} failed, and stored nothing.`)
}

/** Imports into a deployed stack, whose users it changes. */
async function importDeployed(
  input: ImportInput,
  stack: NamedStack,
  yes: boolean | undefined,
): Promise<ImportReport> {
  const { users, attempts } = input
  const details = {
    users: await countLines(users),
    ...(attempts !== undefined && { attempts: await countLines(attempts) }),
  }
  const files = [`${countOf(details.users, 'user')} of ${users}`]
  if (attempts !== undefined)
    files.push(`${countOf(details.attempts ?? 0, 'attempt')} of ${attempts}`)
  return await runConfirmed(
    {
      audited: { action: 'import', table: stack.outputs.UsersTableName, details },
      plan: [`Will     import ${files.join(' and ')}.`],
      perform: () => runImport(input),
      describe: ({ users: { imported, updated } }) =>
        `${countOf(imported + updated, 'user')} stored.`,
    },
    stack,
    yes,
  )
}

function parseOrigin(text: string): string {
  const origin = URL.canParse(text) ? new URL(text).origin : ''
  if (/^https?:/.test(origin) && text.replace(/\/$/, '') === origin) return origin
  throw new InvalidArgumentError('It must be an origin, as in https://cdn.example.com.')
}

function printReport({ users, attempts, failures, files }: ImportReport, isDryRun: boolean): void {
  const would = isDryRun ? 'would be ' : ''
  print(
    `${countOf(users.lines, 'user')}: ${users.imported} ${would}imported, ${users.updated} ${would}updated, ` +
      `${users.unchanged} unchanged, ${users.failed} failed.`,
  )
  if (users.to_invite > 0) print(`Passwords to reset: ${users.to_invite}.`)
  if (attempts) {
    const { lines, accepted, failed } = attempts
    print(`${countOf(lines, 'attempt')}: ${accepted} ${would}recorded, ${failed} failed.`)
  }
  for (const { file, line, reason } of failures) print(`${file}:${line}: ${reason}`)
  for (const file of files) print(`See ${file}`)
}
