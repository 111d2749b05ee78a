import { parseToken } from '../../../shared/accounts/token.ts'
import type { Attempt } from '../../../shared/mcq-stats/attempt.ts'
import { newObjectId } from '../../../shared/object-id.ts'
import type { ApiRequest, ApiResponse } from '../../support/api-request.ts'
import { enqueue, requests, uploadRequest } from '../client.ts'
import type { SyncedRows } from '../evidence.ts'
import type { World } from '../world.ts'
import type { Operation, Told, Wish } from './operation.ts'
import { readAnswer } from './read-answer.ts'

/** A person, whose devices know the same e-mail address and think that they know the password. */
export interface Person {
  readonly name: string
  readonly email: string
  password: string
  /** OTPs that they were sent, whichever device asked for them. */
  readonly otps: { phone: string; oti: string; otp: string; tries: number }[]
  /** Logins so far: with too many, the oldest session would end. */
  logins: number
}

/** A history as it comes about. */
export interface History {
  readonly world: World
  readonly operations: Operation[]
  /** Ten digits each: what people quarrel about. */
  readonly phones: readonly string[]
}

/** A client program in somebody's hands: it does one thing after the other, and remembers its token. */
export class Device {
  readonly name: string
  readonly person: Person
  token = ''
  /** 401s in a row. */
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
    const told = await this.#do(wish, requests.register(email, password, name))
    if (told.is === 'done') Object.assign(this.person, { password, logins: 0 })
    this.#enter(told)
  }

  /** Answers whether it is in now. */
  async logIn(password: string): Promise<boolean> {
    const { email } = this.person
    this.person.logins += 1
    const told = await this.#do({ kind: 'login', email, password }, requests.login(email, password))
    this.#enter(told)
    return told.is === 'done'
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
    const told = await this.#do({ kind: 'change password', token, password, newPassword }, request)
    if (told.is === 'done') person.password = newPassword
  }

  async send(phone: string): Promise<void> {
    const { token } = this
    const told = await this.#do({ kind: 'send', token, phone }, requests.send(token, phone))
    if (told.is !== 'done' || !told.otp) return
    this.person.otps.push({ phone, oti: told.oti ?? '', otp: told.otp, tries: 0 })
  }

  async verify(index: number, isRight: boolean): Promise<void> {
    const { token } = this
    const { otps } = this.person
    const sent = otps[index % otps.length]
    // The fifth try would be the last that an OTI has.
    if (!sent || sent.tries === 4) return
    sent.tries += 1
    const { phone, oti } = sent
    const otp = isRight ? sent.otp : String((Number(sent.otp) + 1) % 1_000_000).padStart(6, '0')
    const request = requests.verify(token, phone, oti, otp)
    await this.#do({ kind: 'verify', token, phone, oti, otp }, request)
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

  /** Attempts an MCQ; whoever serves those tells of it, perhaps twice. */
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

  /** Asks for what has changed since it last did. */
  async sync(limit: number): Promise<boolean> {
    const { token } = this
    const request = requests.sync(token, limit, this.#cursor)
    let page: ApiResponse['body']
    const told = await this.#do({ kind: 'sync', token }, request, (body) => {
      page = body
    })
    if (told.is !== 'done') return false
    for (const row of page.data) this.#rows.set(row.id, row)
    this.#cursor = page.pagination.next_cursor ?? undefined
    return page.pagination.has_more
  }

  /** What it knows of the stats, once it has been told everything. */
  async finishSync(): Promise<SyncedRows | undefined> {
    const userId = parseToken(this.token)?.userId
    const before = this.#history.operations.length
    while (await this.sync(2));
    const last = this.#history.operations.slice(before).find(({ device }) => device === this.name)
    if (!userId || last?.told.is !== 'done') return undefined
    return { userId, how: `${this.name} following`, rows: this.#rows, pages: [] }
  }

  #enter(told: Told): void {
    if (told.is !== 'done' || !told.token) return
    if (parseToken(told.token)?.userId !== parseToken(this.token)?.userId) {
      this.#cursor = undefined
      this.#rows = new Map()
    }
    this.token = told.token
  }

  async #do(
    wish: Wish,
    request: ApiRequest,
    read: (body: ApiResponse['body']) => void = () => undefined,
  ): Promise<Told> {
    const startedAt = performance.now()
    const answer = await this.world.call(request)
    const endedAt = performance.now()
    const told = await readAnswer(this.world, wish, answer)
    if (told.is === 'done') read(answer.body)
    this.timesRefused = told.is === 'refused' && told.code === 1001 ? this.timesRefused + 1 : 0
    const device = this.name
    this.#history.operations.push({ device, wish, told, startedAt, endedAt })
    return told
  }
}
