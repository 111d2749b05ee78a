import { execFile, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { resourceVariables, settingVariables } from '../../shared/config.ts'
import { ENVIRONMENT } from './fixture.ts'

const run = promisify(execFile)

const names = [...Object.values(resourceVariables), ...Object.values(settingVariables)]

/** Environment variables for any function whose AWS is at `url`. The SDK sends to a queue at the queue's own URL. */
function functionEnvironment(url: string): Record<string, string> {
  const values = names.map((name) => [name, name.endsWith('_URL') ? `${url}/queue` : '5'])
  return { ...Object.fromEntries(values), ...ENVIRONMENT, ROUTES: '{}', AWS_ENDPOINT_URL: url }
}

/** The work of one process: start and handle one event, or handle many. */
export interface Task {
  readonly bundle: string
  readonly event: object
  /** The status that each response must have. */
  readonly status?: number
  readonly kind: 'cold' | 'warm'
  readonly warmUp?: number
  readonly count?: number
}

/** CPU times in µs, wall times in ms, memory in bytes: what `sample.mjs` prints. */
export type Sample = Readonly<Record<string, number>>

/** Runs one sample in a fresh process. */
export type Sampler = (task: Task) => Promise<Sample>

/**
 * Starts the stand-in for AWS, which ends with this process.
 * @param delayMs delay of each of its responses.
 * @returns the environment of a function that calls it.
 */
export async function startStandIn(delayMs = 0): Promise<Record<string, string>> {
  const env = { ...process.env, STAND_IN_DELAY_MS: `${delayMs}` }
  const standIn = fork(join(import.meta.dirname, 'stand-in.ts'), { env })
  const [{ url, cert }] = (await once(standIn, 'message')) as [{ url: string; cert: string }]
  return { ...functionEnvironment(url), NODE_EXTRA_CA_CERTS: cert }
}

/** Starts the stand-in for AWS. Returns what runs one sample against it. */
export async function startSampler(): Promise<Sampler> {
  const env = await startStandIn()
  return async (task) => {
    const args = [join(import.meta.dirname, 'sample.mjs'), JSON.stringify(task)]
    const { stdout, stderr } = await run(process.execPath, args, { env })
    // A warning of the SDK is work that a deployed function does not do.
    if (stderr) throw new Error(`${task.bundle} printed: ${stderr.slice(0, 1000)}`)
    return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')
  }
}

/** Runs every task once a round, in random order. Returns the samples of each task by round. */
export async function inRounds(
  tasks: readonly Task[],
  rounds: number,
  sample: Sampler,
  label: string,
): Promise<Sample[][]> {
  const samples: Sample[][] = tasks.map(() => [])
  for (let round = 1; round <= rounds; round++) {
    process.stderr.write(`\r${label}: round ${round} of ${rounds} `)
    for (const { task, own } of shuffled(tasks.map((task, i) => ({ task, own: samples[i] })))) {
      own?.push(await sample(task))
    }
  }
  process.stderr.write('\n')
  return samples
}

function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, order: Math.random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item)
}
