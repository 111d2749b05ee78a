import * as fc from 'fast-check'
import { freshEmail } from '../../support/accounts.ts'
import { Random } from '../../support/random.ts'
import { freshPhone } from '../client.ts'
import type { SyncedRows } from '../evidence.ts'
import type { FaultKind } from '../fault-replies.ts'
import { type Crash, type Injection, randomFaults } from '../faulty-aws.ts'
import { settle, settleAndCheck } from '../quiescence.ts'
import type { World } from '../world.ts'
import { script } from './commands.ts'
import { Device } from './device.ts'
import { findContradiction } from './linearize.ts'
import type { Operation } from './operation.ts'
import type { History, Person } from './person.ts'

const PEOPLE = 3
const DEVICES_EACH = 2
/** One call in this many meets a fault. */
const ONE_IN = 3

/** All faults of AWS itself. A missing permission is a fault of the stack. */
const FAULTS: readonly (FaultKind | Crash)[] = [
  ...(['drop before', 'drop after', 'drop after', 'slow', 'late', 'late', 'throttle'] as const),
  ...(['server error', 'unprocessed', 'conflict', 'conflict', 'mixed conflict'] as const),
  { crash: 'before' },
  { crash: 'after' },
]

/** The result of a history. */
export interface HistoryReport {
  readonly operations: number
  readonly faults: number
  readonly violations: readonly string[]
}

/**
 * Runs several people with several devices each, in parallel, while AWS fails. Their steps and the
 * faults follow from the seed. All responses must be consistent, and all promises kept.
 */
export async function runHistory(world: World, seed: number): Promise<HistoryReport> {
  const operations: Operation[] = []
  const phones = Array.from({ length: PEOPLE }, freshPhone)
  const history: History = { world, operations, phones }
  const people = Array.from({ length: PEOPLE }, (_, index) => newPerson(index))
  const devices = people.flatMap((person) =>
    Array.from(
      { length: DEVICES_EACH },
      (_, i) => new Device(`${person.name}${i}`, person, history),
    ),
  )
  world.forget()
  for (const device of devices.filter((_, index) => index % DEVICES_EACH === 0)) {
    await device.register(device.person.password)
  }
  world.aws.follow(randomFaults(seed, ONE_IN, FAULTS))
  const scripts = fc.sample(fc.tuple(...devices.map(() => script)), { seed, numRuns: 1 })[0] ?? []
  await Promise.all(
    scripts.map(async (commands, index) => {
      const device = devices[index] as Device
      if (device.token === '') await device.logIn(device.person.password)
      await fc.asyncModelRun(() => ({ model: {}, real: device }), commands)
    }),
  )
  const injections = world.aws.injections.filter(({ fault }) => fault !== 'stall')
  const violations = await settleAndCheck(world, await follow(world, devices))
  await readAll(devices)
  const contradiction = findContradiction([...operations, ...echoes(world, operations, injections)])
  return {
    operations: operations.length,
    faults: injections.length,
    violations: [...violations, ...(contradiction ? [contradiction] : [])],
  }
}

function newPerson(index: number): Person {
  const name = ['Ann', 'Bob', 'Cay'][index] ?? ''
  return { name, email: freshEmail(), password: 'first horse', otps: [], recoveries: [], logins: 0 }
}

/** Waits until all attempts are recorded, then syncs each device to the end. */
async function follow(world: World, devices: readonly Device[]): Promise<SyncedRows[]> {
  await settle(world)
  const followers: SyncedRows[] = []
  for (const device of devices) {
    const rows = await device.finishSync()
    if (rows) followers.push(rows)
  }
  return followers
}

/** Reads every profile once more, so that the final state is checked against the model too. */
async function readAll(devices: readonly Device[]): Promise<void> {
  for (const device of devices) {
    await device.ask('me')
    await device.logIn(device.person.password)
  }
}

/**
 * Operations that may take effect once more: the SDK repeats a plain write whose response was lost,
 * perhaps after others have written.
 */
function echoes(
  world: World,
  operations: readonly Operation[],
  injections: readonly Injection[],
): Operation[] {
  const functions = { patch: 'UsersInfoPatch', upload: 'ProfilePicturePost' } as const
  return operations.flatMap((operation) => {
    const { kind } = operation.wish
    if (kind !== 'patch' && kind !== 'upload') return []
    const functionName = world.functionOf(functions[kind])
    const isRepeated = injections.some(
      ({ at, fault, functionName: met }) =>
        met === functionName &&
        (fault === 'drop after' || fault === 'slow') &&
        at >= operation.startedAt &&
        at <= operation.endedAt,
    )
    return isRepeated ? [{ ...operation, outcome: { is: 'unknown' as const } }] : []
  })
}

/** A new seed. */
export function freshSeed(): number {
  return new Random(Date.now() ^ process.pid).below(2 ** 31)
}
