import { describe, test } from 'vitest'
import { deleteStatsOf } from '../../shared/mcq-stats/mcq-stats-table.ts'
import { DAY_MS } from '../../shared/time.ts'
import type { Account } from '../support/accounts.ts'
import { APRIL_28, attemptOf, deliver } from '../support/attempts.ts'
import { direct } from '../support/drivers.ts'
import { openAccount } from '../support/open-account.ts'
import { recordCalls } from '../support/recorded-calls.ts'
import { storeDays } from '../support/stored-days.ts'
import { expectPage, sync } from '../support/sync.ts'
import { type TracedCall, traceCalls, unitsOf } from '../support/traced-calls.ts'

// `npm run bench:growth`: shows which costs grow with the data. Times depend on this machine and
// DynamoDB Local, so they are only printed. test/data-growth.test.ts checks what must not grow.

const print = (line: string) => process.stdout.write(`${line}\n`)
const MB = 1024 * 1024

interface Timed<T> {
  value: T
  ms: number
  /** CPU time of this process only, without DynamoDB Local. */
  cpuMs: number
  /** The largest heap size, that of the test included. */
  heapMb: number
}

async function timed<T>(run: () => Promise<T>): Promise<Timed<T>> {
  let peak = process.memoryUsage().heapUsed
  const sampling = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().heapUsed)
  }, 20)
  const [start, cpu] = [performance.now(), process.cpuUsage()]
  try {
    const value = await run()
    const { user, system } = process.cpuUsage(cpu)
    const ms = performance.now() - start
    return { value, ms, cpuMs: (user + system) / 1000, heapMb: peak / MB }
  } finally {
    clearInterval(sampling)
  }
}

describe('a sync', () => {
  test.each([10, 1000, 100_000])('of %i rows', async (rows) => {
    const account = await openAccount(direct)
    await storeDays(account.id, rows)
    const first = await onePage(account)
    const { value: pages, ms } = await timed(() => allPages(account))
    const last = await onePage(account, pages.lastCursor)
    print(
      `sync of ${rows} rows: ${pages.count} pages in ${ms.toFixed(0)} ms, ` +
        `${(ms / pages.count).toFixed(1)} ms a page; ` +
        `first page ${describePage(first)}; last page ${describePage(last)}`,
    )
  })
})

async function onePage(account: Account, next_cursor?: string): Promise<Timed<TracedCall[]>> {
  const page = () => sync(account, { limit: 100, next_cursor })
  await page()
  return await timed(() => traceCalls(page))
}

/** Reads all pages. Returns the cursor of the request for the last page. */
async function allPages(account: Account) {
  let lastCursor: string | undefined
  for (let count = 1; ; count++) {
    const { pagination } = expectPage(await sync(account, { limit: 100, next_cursor: lastCursor }))
    if (!pagination.has_more) return { count, lastCursor }
    lastCursor = pagination.next_cursor
  }
}

function describePage({ value: calls, ms }: Timed<TracedCall[]>): string {
  const scanned = calls.reduce((sum, call) => sum + call.scanned, 0)
  return `${calls.length} calls, ${scanned} rows looked at, ${unitsOf(calls).reads} RRU, ${ms.toFixed(0)} ms`
}

test('a purge of 10,000 rows', async () => {
  const { id } = await openAccount(direct)
  await storeDays(id, 10_000)
  let calls: string[] = []
  const { ms, heapMb } = await timed(async () => {
    calls = await recordCalls(() => deleteStatsOf(id))
  })
  print(
    `purge of 10,000 rows: ${ms.toFixed(0)} ms of a time-out of 25,000, ${calls.length} calls, ` +
      `${heapMb.toFixed(0)} MB of heap at most`,
  )
})

describe('ingest', () => {
  test.each([
    ['ten attempts of one user and day', 1],
    ['ten attempts of ten users', 10],
  ])('%s a batch', async (what, users) => {
    const BATCHES = 100
    const accounts = await Promise.all(Array.from({ length: users }, () => openAccount(direct)))
    const batch = (nth: number) =>
      Array.from({ length: 10 }, (_, index) =>
        attemptOf(accounts[index % users]?.id ?? '', {
          attempted_at_epoch_ms: APRIL_28 + (nth % 30) * DAY_MS,
        }),
      )
    await deliver(batch(0))
    const priced = await traceCalls(() => deliver(batch(0)), { isPriced: true })
    const { ms, cpuMs } = await timed(async () => {
      for (let nth = 0; nth < BATCHES; nth++) await deliver(batch(nth))
    })
    const { reads, writes } = unitsOf(priced)
    const attempts = BATCHES * 10
    print(
      `ingest, ${what} a batch: ${((attempts / ms) * 1000).toFixed(0)} attempts/s by one worker, ` +
        `${((attempts / cpuMs) * 1000).toFixed(0)} attempts per CPU second; an attempt takes ` +
        `${priced.length / 10} calls, ${reads / 10} RRU, ${writes / 10} WRU`,
    )
  })
})
