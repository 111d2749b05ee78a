import { setTimeout } from 'node:timers/promises'
import { checkInvariants } from './check-invariants.ts'
import { syncAll } from './client.ts'
import { gather, type SyncedRows, sessionsOf } from './evidence.ts'
import { messagesIn, openTombstones, profilesOf, readState } from './stored-state.ts'
import type { World } from './world.ts'

const PATIENCE_MS = 60_000
const STEP_MS = 100

/**
 * Ends all faults and waits until no work is left: queues are empty, deleted users purged. Returns
 * false when that takes more than a minute.
 */
export async function settle(world: World): Promise<boolean> {
  world.aws.heal()
  return await until(async () => await isQuiet(world))
}

/**
 * Settles, then checks all invariants.
 * @returns a description of each violation.
 */
export async function settleAndCheck(
  world: World,
  followers: readonly SyncedRows[] = [],
): Promise<string[]> {
  const violations = (await settle(world)) ? [] : ['Some work does not end']
  const synced = [...followers, ...(await syncOnce(world))]
  const evidence = await gather(world, synced)
  return [...violations, ...(await checkInvariants(evidence))]
}

async function until(holds: () => Promise<boolean>): Promise<boolean> {
  const deadline = Date.now() + PATIENCE_MS
  while (Date.now() < deadline) {
    if (await holds()) return true
    await setTimeout(STEP_MS)
  }
  return false
}

async function isQuiet(world: World): Promise<boolean> {
  if (world.aws.isBusy) return false
  for (const queue of ['McqAttemptsQueueUrl', 'RecoveriesQueueUrl']) {
    if ((await messagesIn(world, world.output(queue))) > 0) return false
  }
  const tombstones = openTombstones(await readState(world))
  if (tombstones.size === 0) return true
  // The sweep purges what the stream worker could not finish, and data that was stored after that worker.
  await fetch(`${world.apiUrl}/_local/schedules/SweepPurges`, { method: 'POST' })
  return false
}

/** Syncs each user who has an open session, in pages of one, two and 100 rows. */
async function syncOnce(world: World): Promise<SyncedRows[]> {
  const state = await readState(world)
  const counted = new Set(world.attempts.map(({ user_id }) => user_id))
  const living = profilesOf(state).filter(({ id }) => counted.has(id))
  const sessions = sessionsOf(world)
  const found: SyncedRows[] = []
  for (const { id, sessions: open } of living) {
    const session = sessions.find(
      ({ userId, token }) => userId === id && token.slice(27, 43) in open,
    )
    if (!session) continue
    for (const limit of [1, 2, 100]) {
      const pages = await syncAll(world, session.token, limit)
      if (pages) found.push(toSyncedRows(id, 'once', limit, pages))
    }
  }
  return found
}

/** The rows that a client has after these pages. */
function toSyncedRows(
  userId: string,
  how: string,
  limit: number,
  pages: readonly { data: Record<string, never>[]; pagination: { has_more: boolean } }[],
): SyncedRows {
  const rows = pages.flatMap(({ data }) => data)
  return {
    userId,
    how,
    rows: new Map(rows.map((row) => [String(row.id), row])),
    pages: pages.map(({ data, pagination }) => ({
      ids: data.map(({ id }) => String(id)),
      limit,
      hasMore: pagination.has_more,
    })),
  }
}
