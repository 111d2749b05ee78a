import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { programEnvironment } from '../support/program-environment.ts'

const FOLDER = resolve(import.meta.dirname, '../../.github/workflows')
const { scripts } = JSON.parse(readFileSync(resolve('package.json'), 'utf8'))

interface Step {
  readonly run?: string
  readonly uses?: string
}

interface Job {
  readonly permissions?: Readonly<Record<string, string>>
  readonly steps?: readonly Step[]
}

interface Workflow {
  readonly permissions?: Readonly<Record<string, string>>
  readonly jobs: Readonly<Record<string, Job>>
}

const files = readdirSync(FOLDER).map((name) => {
  const source = readFileSync(join(FOLDER, name), 'utf8')
  return { name, source, workflow: parse(source) as Workflow }
})
const jobs = files.flatMap(({ workflow }) => Object.values(workflow.jobs))
const steps = jobs.flatMap((job) => job.steps ?? [])

/** The commands `npm run <script> [-- <arguments>]`, without redirections. */
const commands = [
  ...new Set(
    steps
      .flatMap(({ run = '' }) => run.split('\n'))
      .flatMap((line) => /npm run .*?(?= >| \$\{|$)/.exec(line.trim())?.[0] ?? []),
  ),
]

describe('the workflows', () => {
  test('run only npm scripts that exist', () => {
    const named = commands.flatMap((one) => /npm run (?:--silent )?([\w:]+)/.exec(one)?.[1] ?? [])
    expect(named).toEqual(expect.arrayContaining(['preflight', 'diff', 'deploy', 'e2e', 'release']))
    for (const name of named) expect(Object.keys(scripts)).toContain(name)
  })

  test('pin each action by its commit, with the version beside it', () => {
    const used = files.flatMap(({ source }) => [...source.matchAll(/uses: (.+)$/gm)])
    expect(used.length).toBeGreaterThan(8)
    for (const [, action = ''] of used) {
      expect(action).toMatch(
        /^(\.\/\.github\/workflows\/[\w-]+\.yml|[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/,
      )
    }
  })

  test('put no expression into a script, where its value would run as code', () => {
    for (const { run = '' } of steps) expect(run).not.toContain('${{')
  })

  test('give a job either credentials of AWS or a right to write on GitHub', () => {
    for (const { steps: own, permissions = {} } of jobs) {
      if (own === undefined) continue
      const writes = Object.entries(permissions).filter(([, right]) => right === 'write')
      expect(writes.length).toBeLessThanOrEqual(1)
    }
  })
})

/** Runs a command of a workflow as its shell does, without a terminal, for `dev` as it is in this repository. */
async function run(command: string, variables: Readonly<Record<string, string>> = {}) {
  const home = await mkdtemp(join(tmpdir(), 'user api-'))
  const child = spawn('bash', ['-eo', 'pipefail', '-c', command.replace('--silent ', '')], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    env: {
      ...{ ...programEnvironment, HOME: home, STAGE: 'dev', CI: 'true', CDK_VALIDATION: 'false' },
      // Credentials are looked for at no other place.
      AWS_EC2_METADATA_DISABLED: 'true',
      ...variables,
    },
  })
  const [output, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ])
  return { code, output: output + errors }
}

describe('the commands of the deployment, without a terminal and before dev has values,', () => {
  // Code 2 would be a wrong use of the command.
  test.each([
    ['preflight', 'Stage "dev" is not ready: own values, account'],
    ['deploy', 'Stage "dev", own values: missing: account'],
    ['e2e', 'There is no file outputs.dev.json'],
    ['losses', 'Stage "dev" was never released'],
    ['release', 'AWS credentials'],
  ])('npm run %s understands its options, and fails with: %s', async (script, message) => {
    const command = commands.find((one) => one.startsWith(`npm run ${script} `)) ?? ''
    expect(command).toContain('$STAGE')
    const { code, output } = await run(command)
    expect(output).toContain(message)
    expect(code).toBe(1)
  })

  test.each([
    ['', []],
    ['One Two', ['--accept', 'One', 'Two']],
    ['$(id) ;id', ['--accept', '$(id)', ';id']],
  ])('pass the accepted losses "%s" on as single arguments', async (ids, args) => {
    const script = steps.find(({ run = '' }) => run.includes('npm run losses'))?.run
    const printed = `npm() { printf '%s\\n' "$@"; }\n${script}`
    const { output } = await run(printed, { ACCEPTED_LOSSES: ids })
    expect(output.trim().split('\n')).toEqual(['run', 'losses', '--', '-c', 'stage=dev', ...args])
  })

  test.each(['diff', 'deploy'])('give cdk %s only options that it has', async (name) => {
    const command = commands.find((one) => one.includes(`${name} -- `)) ?? ''
    const options = [...command.matchAll(/ (--[a-z][a-z-]+)/g)].map(([, option = '']) => option)
    const { output } = await run(`node node_modules/aws-cdk/bin/cdk ${name} --help`)
    const given = options.filter((option) => option !== '--silent')
    expect(given.length).toBeGreaterThan(3)
    for (const option of given) expect(output).toContain(option.replace('--no-', '--'))
  })
})
