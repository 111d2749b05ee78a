import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'

const DEFAULT_FOLDER = resolve(import.meta.dirname, '../../.local')
/**
 * The folder with everything that the local stack stores. Tests use another folder for a separate stack.
 * An empty LOCAL_FOLDER counts as none: it would mean the current folder.
 */
export const LOCAL_FOLDER = resolve(process.env.LOCAL_FOLDER || DEFAULT_FOLDER)
/** The stage that `npm start` runs. */
export const STAGE = 'local'
/** The bundles that the functions run. */
export const BUNDLES = join(LOCAL_FOLDER, 'dist')
/** The pages' bundles of a save that is not yet applied. */
export const STAGED_PAGES = join(LOCAL_FOLDER, 'pages')
/** The contents of tables, buckets and queues. */
export const DATA_FOLDER = join(LOCAL_FOLDER, 'data')
/** The stack's outputs, as `cdk deploy --outputs-file` writes them. */
export const OUTPUTS_FILE = join(LOCAL_FOLDER, 'outputs.json')

const LOCK_FILE = join(LOCAL_FOLDER, 'pid')
/** Marks the folder as one of the local stack. Folders of earlier versions have only `prepared.json`. */
const MARK = 'local-stack'
const MARKS = [MARK, 'prepared.json']
/** Everything that the local stack writes into its folder. What marks and locks it is deleted last. */
const OWN = ['audit.log', 'cdk.out', 'data', 'dist', 'outputs.json', 'pages', ...MARKS, 'pid']

/**
 * Locks the folder for this process, because two local stacks on the same data would destroy it.
 * @throws Error that names the process with the lock, and the URL of its API; or when the folder is of something else.
 */
export async function lockFolder(): Promise<void> {
  await mkdir(LOCAL_FOLDER, { recursive: true })
  requireOwnFolder()
  const holder = readHolder()
  if (holder !== undefined) {
    const where = readApiUrl()
    const at = where ? ` at ${where}` : ''
    throw new Error(
      `The local stack of this folder runs already${at}, as process ${holder}. End it first.`,
    )
  }
  writeFileSync(join(LOCAL_FOLDER, MARK), '')
  writeFileSync(LOCK_FILE, String(process.pid))
}

/**
 * Deletes what the local stack has stored, and the folder if nothing else is in it.
 * @throws Error when the folder is not one of the local stack, or its stack runs.
 */
export async function clearFolder(): Promise<void> {
  await lockFolder()
  for (const name of OWN) rmSync(join(LOCAL_FOLDER, name), { recursive: true, force: true })
  if (readdirSync(LOCAL_FOLDER).length === 0) rmdirSync(LOCAL_FOLDER)
}

/** @throws Error when the folder has files and no mark: the local stack would overwrite or delete some. */
function requireOwnFolder(): void {
  if (LOCAL_FOLDER === DEFAULT_FOLDER) return
  const names = readdirSync(LOCAL_FOLDER)
  if (names.length === 0 || MARKS.some((mark) => names.includes(mark))) return
  throw new Error(
    `LOCAL_FOLDER is ${LOCAL_FOLDER}, which has files of something else. Name a new folder. Nothing was changed.`,
  )
}

/** Unlocks the folder. */
export function unlockFolder(): void {
  rmSync(LOCK_FILE, { force: true })
}

/**
 * The id of the running process that holds the lock; undefined when there is none.
 * @public infra/launch.mjs imports it.
 */
export function readHolder(): number | undefined {
  try {
    const pid = Number(readFileSync(LOCK_FILE, 'utf8'))
    process.kill(pid, 0)
    return isOurs(pid) ? pid : undefined
  } catch {
    // There is no file, or the process has ended.
    return undefined
  }
}

/**
 * Whether a process is a local stack. Process ids are reused, in a container soon, so that a process with
 * the stored id can be another program.
 */
function isOurs(pid: number): boolean {
  const { status, stdout } = spawnSync('ps', ['-o', 'args=', '-p', String(pid)], {
    encoding: 'utf8',
  })
  return status !== 0 || stdout.includes('infra/')
}

function readApiUrl(): string | undefined {
  try {
    const [outputs] = Object.values(JSON.parse(readFileSync(OUTPUTS_FILE, 'utf8')))
    return (outputs as { ApiUrl?: string }).ApiUrl
  } catch {
    return undefined
  }
}
