import * as fc from 'fast-check'
import { DAY_MS } from '../../../shared/time.ts'
import type { Device } from './device.ts'

/** A step of a device. The device is also the model: what it knows decides which steps it can take. */
class Command implements fc.AsyncCommand<object, Device> {
  readonly #name: string
  readonly #act: (device: Device) => Promise<unknown>

  constructor(name: string, act: (device: Device) => Promise<unknown>) {
    this.#name = name
    this.#act = act
  }

  check(): boolean {
    return true
  }

  async run(_: object, device: Device): Promise<void> {
    // After a 401 it logs in again, but not at once, so that ended tokens are tried too.
    if (device.timesRefused > 1) await enter(device)
    await this.#act(device)
  }

  toString(): string {
    return this.#name
  }
}

/** One more login would end the oldest session, which the model does not cover. */
const MAX_LOGINS = 7
const NOON = Date.UTC(2026, 3, 28, 12)
const mcqIds = ['a', 'b', 'c', 'd'].map((digit) => digit.repeat(24))
const passwords = ['first horse', 'second horse', 'third horse']

/** Logs in with the known password, or registers when there is no account. */
async function enter(device: Device): Promise<void> {
  if (device.person.logins >= MAX_LOGINS) return
  const isIn = await device.logIn(device.person.password)
  if (!isIn) await device.register(device.person.password)
}

const make = (name: string, act: (device: Device) => Promise<unknown>) => new Command(name, act)
const always = (name: string, act: (device: Device) => Promise<unknown>) =>
  fc.constant(make(name, act))
/** Small sides without a common divisor, so that each pair has another ratio. */
const ratio = fc.constantFrom([3, 4], [5, 7], [9, 2], [8, 5], [1, 6], [7, 3])

const enters = always('enter', enter)
const changes = [
  fc.string({ maxLength: 8 }).map((text) => {
    const background_info = text.trim() || 'x'
    return make(`patch ${background_info}`, (device) => device.patch({ background_info }))
  }),
  fc
    .integer({ min: 1, max: 9 })
    .map((attempt_number) =>
      make(`patch ${attempt_number}`, (device) => device.patch({ attempt_number })),
    ),
  fc
    .constantFrom(...passwords)
    .map((password) =>
      make(`change password to ${password}`, (device) => device.changePassword(password)),
    ),
  ratio.map(([width = 1, height = 1]) =>
    make(`upload ${width}:${height}`, (device) => device.upload(width, height)),
  ),
]
const phones = [
  fc.nat(2).map((index) => make(`send to ${index}`, (device) => device.send(device.phone(index)))),
  ...[true, true, true, false].map((isRight) =>
    fc.nat(2).map((index) =>
      make(`verify ${index} ${isRight ? 'rightly' : 'wrongly'}`, async (device) => {
        if (device.person.otps.length === 0) await device.send(device.phone(index))
        await device.verify(index, isRight)
      }),
    ),
  ),
]
const recoveries = [
  always('forget', (device) => device.forget()),
  ...passwords.map((password) =>
    always(`reset to ${password}`, async (device) => {
      if (device.person.recoveries.length === 0) await device.forget()
      await device.reset(password)
    }),
  ),
]
const others = [
  always('me', (device) => device.ask('me')),
  always('me', (device) => device.ask('me')),
  always('member', (device) => device.ask('member')),
  always('logout', (device) => device.ask('logout')),
  always('logout', (device) => device.ask('logout')),
  always('delete', (device) => device.ask('delete')),
  always('delete', (device) => device.ask('delete')),
  always('report', (device) => device.report('It is wrong')),
  fc
    .integer({ min: 1, max: 3 })
    .map((limit) => make(`sync by ${limit}`, (device) => device.sync(limit))),
]
const attempts = fc
  .record({ mcq: fc.nat(3), day: fc.nat(2), is_correct: fc.boolean(), twice: fc.boolean() })
  .map(({ mcq, day, is_correct, twice }) => {
    const attempted_at_epoch_ms = NOON + day * DAY_MS
    const given = { mcq_id: mcqIds[mcq] ?? '', is_correct, attempted_at_epoch_ms }
    return make(`attempt ${JSON.stringify(given)}`, (device) => device.attempt(given, twice))
  })

/** The steps of one device in order, of which the first logs in. */
export const script = fc.commands(
  [enters, ...changes, ...phones, ...recoveries, ...others, attempts],
  {
    size: 'max',
    maxCommands: 30,
  },
)
