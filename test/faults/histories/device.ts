import { parseToken } from '../../../shared/accounts/token.ts'
import type { Attempt } from '../../../shared/mcq-stats/attempt.ts'
import { newObjectId } from '../../../shared/object-id.ts'
import type { ApiRequest, ApiResponse } from '../../support/api-request.ts'
import { enqueue, requests, uploadRequest } from '../client.ts'
import type { SyncedRows } from '../evidence.ts'
import type { World } from '../world.ts'
import type { Outcome, Wish } from './operation.ts'
import type { History, Person } from './person.ts'
import { readOutcome } from './read-outcome.ts'

/** A client of one person: it takes one step after the other, and keeps its token. */
export class Device {
  readonly name: string
  readonly person: Person
  token = ''
  /** Consecutive 401s. */
  timesRefused = 0
  readonly #history: History
  #cursor: string | undefined
  #rows = new Map<string, Record<string, number>>()

  constructor(name: string, person: Person, history: History) {
    this.name = name
    this.person = person
    this.#history = history
  }

  get world(): World {
    return this.#history.world
  }

  phone(index: number): string {
    return this.#history.phones[index % this.#history.phones.length] ?? ''
  }

  async register(password: string): Promise<void> {
    const { email, name } = this.person
    const wish: Wish = { kind: 'register', email, password, firstName: name }
    const outcome = await this.#do(wish, requests.register(email, password, name))
    if (outcome.is === 'done') Object.assign(this.person, { password, logins: 0 })
    this.#enter(outcome)
  }

  /** Returns whether it is logged in now. */
  async logIn(password: string): Promise<boolean> {
    const { email } = this.person
    this.person.logins += 1
    const outcome = await this.#do(
      { kind: 'login', email, password },
      requests.login(email, password),
    )
    this.#enter(outcome)
    return outcome.is === 'done'
  }

  async ask(kind: 'logout' | 'me' | 'member' | 'delete'): Promise<void> {
    const { token } = this
    const request = { ...requests, delete: requests.remove }[kind](token)
    await this.#do({ kind, token }, request)
  }

  async patch(body: { background_info?: string; attempt_number?: number }): Promise<void> {
    const { token } = this
    const { background_info: background, attempt_number: attempt } = body
    await this.#do({ kind: 'patch', token, background, attempt }, requests.patchInfo(token, body))
  }

  async changePassword(newPassword: string): Promise<void> {
    const { token, person } = this
    const { password } = person
    const request = requests.changePassword(token, password, newPassword)
    const outcome = await this.#do(
      { kind: 'change password', token, password, newPassword },
      request,
    )
    if (outcome.is === 'done') person.password = newPassword
  }

  async send(phone: string): Promise<void> {
    const { token } = this
    const outcome = await this.#do({ kind: 'send', token, phone }, requests.send(token, phone))
    if (outcome.is !== 'done' || !outcome.otp) return
    this.person.otps.push({ phone, oti: outcome.oti ?? '', otp: outcome.otp, tries: 0 })
  }

  async verify(index: number, isRight: boolean): Promise<void> {
    const { token } = this
    const { otps } = this.person
    const sent = otps[index % otps.length]
    // A fifth wrong OTP would end the OTI.
    if (!sent || sent.tries === 4) return
    sent.tries += 1
    const { phone, oti } = sent
    const otp = isRight ? sent.otp : String((Number(sent.otp) + 1) % 1_000_000).padStart(6, '0')
    const request = requests.verify(token, phone, oti, otp)
    await this.#do({ kind: 'verify', token, phone, oti, otp }, request)
  }

  async forget(): Promise<void> {
    const { email, recoveries } = this.person
    const outcome = await this.#do({ kind: 'forget', email }, requests.forget(email))
    if (outcome.is !== 'done' || !outcome.otp) return
    recoveries.push({ oti: outcome.oti ?? '', otp: outcome.otp, tries: 0 })
  }

  async reset(newPassword: string): Promise<void> {
    const { person } = this
    const sent = person.recoveries.findLast(({ tries }) => tries < 3)
    if (!sent) return
    sent.tries += 1
    const { oti, otp } = sent
    const request = requests.reset({ oti, otp }, newPassword)
    const outcome = await this.#do({ kind: 'reset', oti, otp, newPassword }, request)
    if (outcome.is === 'done') person.password = newPassword
  }

  async upload(width: number, height: number): Promise<void> {
    const { token } = this
    const request = await uploadRequest(token, width, height)
    await this.#do({ kind: 'upload', token, ratio: `${width}:${height}` }, request)
  }

  async report(comments: string): Promise<void> {
    const { token } = this
    await this.#do({ kind: 'report', token }, requests.report(token, newObjectId(), comments))
  }

  /** Attempts an MCQ. The service of the MCQs sends the attempt, perhaps twice. */
  async attempt(
    given: Pick<Attempt, 'mcq_id' | 'is_correct' | 'attempted_at_epoch_ms'>,
    twice: boolean,
  ) {
    const user_id = parseToken(this.token)?.userId
    if (!user_id) return
    const attempt = { ...given, attempt_id: newObjectId(), user_id, course_id: 1 as const }
    await enqueue(this.world, attempt)
    if (twice) await enqueue(this.world, attempt)
  }

  /** Syncs what changed since its last sync. */
  async sync(limit: number): Promise<boolean> {
    const { token } = this
    const request = requests.sync(token, limit, this.#cursor)
    let page: ApiResponse['body']
    const outcome = await this.#do({ kind: 'sync', token }, request, (body) => {
      page = body
    })
    if (outcome.is !== 'done') return false
    for (const row of page.data) this.#rows.set(row.id, row)
    this.#cursor = page.pagination.next_cursor ?? undefined
    return page.pagination.has_more
  }

  /** Syncs to the end. Returns the rows that it has then. */
  async finishSync(): Promise<SyncedRows | undefined> {
    const userId = parseToken(this.token)?.userId
    const before = this.#history.operations.length
    while (await this.sync(2));
    const last = this.#history.operations.slice(before).find(({ device }) => device === this.name)
    if (!userId || last?.outcome.is !== 'done') return undefined
    return { userId, how: `${this.name} following`, rows: this.#rows, pages: [] }
  }

  #enter(outcome: Outcome): void {
    if (outcome.is !== 'done' || !outcome.token) return
    if (parseToken(outcome.token)?.userId !== parseToken(this.token)?.userId) {
      this.#cursor = undefined
      this.#rows = new Map()
    }
    this.token = outcome.token
  }

  async #do(
    wish: Wish,
    request: ApiRequest,
    read: (body: ApiResponse['body']) => void = () => undefined,
  ): Promise<Outcome> {
    const startedAt = performance.now()
    const response = await this.world.call(request)
    const respondedAt = performance.now()
    const outcome = await readOutcome(this.world, wish, response)
    // A recovery takes effect when its SMS is sent.
    const endedAt = wish.kind === 'forget' ? performance.now() : respondedAt
    if (outcome.is === 'done') read(response.body)
    this.timesRefused =
      outcome.is === 'refused' && outcome.code === 1001 ? this.timesRefused + 1 : 0
    const device = this.name
    this.#history.operations.push({ device, wish, outcome, startedAt, endedAt })
    return outcome
  }
}
