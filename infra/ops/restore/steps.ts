import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { type Resource, resourceVariables } from '../../../shared/config.ts'
import { tombstonesAfter } from '../../../shared/erasure/tombstones.ts'
import { flagNames, switchFeatureFlag } from '../../../shared/feature-flags/feature-flags.ts'
import { getFlagsItem } from '../../../shared/feature-flags/stored-flags.ts'
import type { Restorable } from '../../stages/stage.ts'
import { patiently } from '../patiently.ts'
import { countOf } from '../print.ts'
import { Progress } from '../progress.ts'
import { endAllSessions } from './end-all-sessions.ts'
import { repeatDeletions } from './repeat-deletions.ts'
import { isStarted, type Restore, startRestore, waitUntilActive } from './restored-table.ts'
import type { StackResources } from './stack-resources.ts'
import { startFunctions, stopFunctions } from './stop-functions.ts'
import { applySettings } from './table-settings.ts'

/** One step of a restore. Safe to repeat: a restore that was interrupted makes all steps again. */
export interface RestoreStep {
  /** What the step does, for the plan and while it runs. */
  readonly effect: string
  /** @returns what was done, as text. */
  run(): Promise<string>
}

/** Waits this many ms. */
export type Sleep = (ms: number) => Promise<unknown>

/** What the steps of a restore work on. */
export interface RestoreContext {
  readonly client: DynamoDBClient
  readonly table: Restorable
  readonly restore: Restore
  readonly resources: StackResources
  /** How often to look whether a table is ready, in ms. */
  readonly pollMs: number
  readonly sleep: Sleep
}

/** A call that runs when its function is stopped can still delete an account. The longest timeout is 25 s. */
const RUNNING_CALLS_MS = 30_000

const RESOURCES: Readonly<Record<Restorable, Resource>> = {
  users: 'usersTable',
  mcqStats: 'mcqStatsTable',
  reports: 'reportsTable',
}

/** The steps that make a table for the stack to use. */
export function restoreSteps(context: RestoreContext): RestoreStep[] {
  const { client, table, restore, resources, pollMs, sleep } = context
  const { functions, tables } = resources
  const { target, to } = restore
  let stoppedAt = 0
  return [
    {
      effect: `stop the ${functions.length} functions: every request gets 503 until they are started`,
      run: async () => {
        await stopFunctions(functions)
        stoppedAt = Date.now()
        return 'stopped'
      },
    },
    {
      effect: 'restore the table into a new one and wait for it, which takes minutes to hours',
      run: async () => {
        if (!(await isStarted(client, restore))) await startRestore(client, restore)
        await waitUntilActive(client, target, pollMs)
        return 'restored'
      },
    },
    {
      effect: 'switch on what DynamoDB does not restore: protection, stream, TTL, backups, tags',
      run: async () => {
        await applySettings(client, target, tables.get(table)?.properties ?? {}, pollMs)
        return 'switched on'
      },
    },
    {
      effect: 'repeat the deletions of accounts since then',
      run: async () => {
        // No wait after a restore that took minutes. A repeated one finds the table at once.
        await sleep(Math.max(0, stoppedAt + RUNNING_CALLS_MS - Date.now()))
        // The users table that the stack uses has the later deletions, also when it is the one restored.
        useTable('users', tables.get('users')?.name ?? '')
        const tombstones = await patiently(() => tombstonesAfter(to.getTime()))
        useTable(table, target)
        const progress = new Progress('deletions', tombstones.length)
        await repeatDeletions(table, tombstones, (done) => progress.show(done))
        return `${countOf(tombstones.length, 'deletion')} repeated`
      },
    },
    ...(table === 'users'
      ? [endSessionsStep(target), keepFlagsStep(tables.get('users')?.name ?? '', target)]
      : []),
  ]
}

function endSessionsStep(target: string): RestoreStep {
  return {
    effect: 'end all sessions, since logouts are undone: everyone has to log in again',
    run: async () => {
      useTable('users', target)
      let shown = 0
      const users = await endAllSessions((done) => {
        if (done < shown + 10_000) return
        shown = done
        process.stderr.write(`${countOf(done, 'user')} logged out\n`)
      })
      return `${countOf(users, 'user')} logged out`
    },
  }
}

/** Feature flags are orders of an operator, not data to restore: a restored one could switch the encryption off. */
function keepFlagsStep(current: string, target: string): RestoreStep {
  return {
    effect: 'keep the feature flags as they are now',
    run: async () => {
      useTable('users', current)
      const item = await patiently(() => getFlagsItem())
      useTable('users', target)
      // A flag that was never switched stays as restored: the damage may have removed the item.
      const set = flagNames.filter((name) => typeof item?.[name] === 'boolean')
      for (const name of set) await patiently(() => switchFeatureFlag(name, item?.[name] === true))
      return `${set.length} feature flags kept`
    },
  }
}

/** The only step once the stack uses the restored table, or when a restore is given up. */
export function startStep({ functions }: StackResources): RestoreStep {
  return {
    effect: `start the ${functions.length} functions`,
    run: async () => {
      await startFunctions(functions)
      return 'started'
    },
  }
}

/** Lets the functions of shared/ use the restored table. */
function useTable(table: Restorable, name: string): void {
  process.env[resourceVariables[RESOURCES[table]]] = name
}
