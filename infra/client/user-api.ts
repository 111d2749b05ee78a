import createClient, { type Client } from 'openapi-fetch'
import type { components, operations, paths } from './api-types.ts'
import { type AnyApiError, isApiError } from './errors.ts'
import {
  type Answer,
  type DataOf,
  type Opened,
  openAnswer,
  type Recover,
  whenUnauthorized,
} from './open-answer.ts'
import { formOf } from './picture-form.ts'
import { fetchWithRepeats, type RepeatOptions, repeatsOf, type Send } from './repeat.ts'
import type { StatsPage, SyncedStats } from './stats-page.ts'

type Schemas = components['schemas']
type SyncQuery = operations['syncMcqDailyStats']['parameters']['query']
type Done = { message: string }

/** Where the API is, and as whom to call it. */
export interface UserApiOptions extends RepeatOptions {
  /** Without a path, e.g. the stack's output `ApiUrl`. */
  readonly baseUrl: string
  /** The token of an earlier session, as the app has kept it. */
  readonly token?: string
  /** Takes the place of the global `fetch`. */
  readonly fetch?: Send
}

/**
 * The User API. Each method is one route, under its `operationId`: it answers the data without the
 * envelope, decrypted, and repeats by itself what is safe to repeat.
 * @throws ApiError (see `isApiError`), SocietyError from the portal's routes, UnexpectedAnswerError.
 */
export class UserApi {
  /** The token of the session; register and logIn set it, logOut and deleteUser clear it. */
  token: string | undefined
  readonly #http: Client<paths>
  /** Answers to a repeat of what may have been carried out before. */
  readonly #uncertain = new WeakSet<Response>()

  constructor({
    baseUrl,
    token,
    fetch: send = (request) => fetch(request),
    ...options
  }: UserApiOptions) {
    this.token = token
    const routes = new WeakMap<Request, string>()
    this.#http = createClient<paths>({
      baseUrl,
      fetch: async (request) => {
        const repeats = repeatsOf(routes.get(request) ?? '')
        const fetched = await fetchWithRepeats(request, send, repeats, options)
        if (fetched.isUncertainRepeat) this.#uncertain.add(fetched.response)
        return fetched.response
      },
    })
    this.#http.use({
      onRequest: ({ request, schemaPath }) => {
        if (this.token) request.headers.set('authorization', `Bearer ${this.token}`)
        routes.set(request, `${request.method} ${schemaPath}`)
      },
    })
  }

  /** Opens an account and logs in. */
  async register(body: Schemas['Registration']): Promise<Schemas['LoggedIn']> {
    return this.#keepToken(await this.#data(this.#http.POST('/auth/register', { body })))
  }

  /** Logs in. */
  async logIn(body: Schemas['Credentials']): Promise<Schemas['LoggedIn']> {
    return this.#keepToken(await this.#data(this.#http.POST('/auth/login', { body })))
  }

  /** Ends the session of the token. */
  async logOut(): Promise<Done> {
    const done = { message: 'The session had ended.' }
    const ended = await this.#data(this.#http.POST('/auth/logout'), whenUnauthorized(done))
    this.token = undefined
    return ended
  }

  /** Deletes the account and everything of it. */
  async deleteUser(): Promise<Schemas['DeletedUser']> {
    const done = { id: this.token?.slice(3, 27) ?? '', message: 'The account was deleted.' }
    const deleted = await this.#data(this.#http.DELETE('/users'), whenUnauthorized(done))
    this.token = undefined
    return deleted
  }

  /** Reads the profile. */
  async me(): Promise<Schemas['UserDetailsResponse']> {
    return await this.#data(this.#http.GET('/auth/me'))
  }

  /** Changes the given fields of the profile. */
  async updateUserInfo(body: Schemas['UserInfoUpdate']): Promise<Schemas['UserDetailsResponse']> {
    return await this.#data(this.#http.PATCH('/users/info', { body }))
  }

  /** Uploads a JPEG, PNG or WEBP of at most 4 MiB; as a form where blobs are no files (React Native). */
  async uploadProfilePicture(picture: Blob | FormData): Promise<Schemas['UploadedPicture']> {
    const form = picture instanceof FormData ? picture : formOf(picture)
    const request = { body: { file: '' }, bodySerializer: () => form }
    return await this.#data(this.#http.POST('/users/profile-picture', request))
  }

  /** Sends an OTP by SMS. Never repeated where an SMS may have left. */
  async sendPhoneOtp(body: Schemas['OtpRequest']): Promise<Schemas['SentOtp']> {
    return await this.#data(this.#http.POST('/users/send-phone-otp', { body }))
  }

  /** Gives the OTP back and links the number. 3709 to a repeat means that the first call did it. */
  async verifyPhoneOtp(body: Schemas['OtpAnswer']): Promise<Schemas['UserDetailsResponse']> {
    const recover = ({ code }: AnyApiError) => (code === 3709 ? this.me() : undefined)
    return await this.#data(this.#http.POST('/users/verify-phone-otp', { body }), recover)
  }

  /** Reports an issue with content of a course. */
  async createReport(
    course_id: 1,
    body: Schemas['ReportRequest'],
  ): Promise<Schemas['CreatedReport']> {
    const params = { query: { course_id } }
    return await this.#data(this.#http.POST('/users/report', { params, body }))
  }

  /** Reads one page of the stats that changed after the cursor. */
  async syncMcqDailyStats(query: SyncQuery): Promise<StatsPage> {
    const { data, pagination } = await this.#open(
      this.#http.GET('/users/mcq-daily/sync', { params: { query } }),
    )
    return { days: data as StatsPage['days'], pagination: pagination as StatsPage['pagination'] }
  }

  /** Reads page after page until there is no more. */
  async *syncPages(query: SyncQuery): AsyncGenerator<StatsPage, void> {
    let page = await this.syncMcqDailyStats(query)
    yield page
    while (page.pagination.has_more) {
      const next_cursor = page.pagination.next_cursor ?? undefined
      page = await this.syncMcqDailyStats({ ...query, next_cursor })
      yield page
    }
  }

  /** Reads all pages. Give `next_cursor` to the next sync. */
  async syncAll(query: SyncQuery): Promise<SyncedStats> {
    const days: StatsPage['days'] = []
    let next_cursor = query.next_cursor ?? null
    for await (const page of this.syncPages(query)) {
      days.push(...page.days)
      next_cursor = page.pagination.next_cursor
    }
    return { days, next_cursor }
  }

  /** Reads the profile as the society portal knows it. */
  async getMember(): Promise<Schemas['Member']> {
    return await this.#data(this.#http.GET('/app/api/v1/user'))
  }

  /** Changes the profile or the password, as the society portal does. */
  async updateMember(user: Schemas['MemberUpdate']['user']): Promise<Schemas['Member']> {
    return await this.#data(this.#http.PATCH('/app/api/v1/user', { body: { user } }))
  }

  #keepToken(session: Schemas['LoggedIn']): Schemas['LoggedIn'] {
    this.token = session.access_token
    return session
  }

  async #data<B>(
    answering: Promise<Answer<B>>,
    recover: Recover<DataOf<B>> = () => undefined,
  ): Promise<DataOf<B>> {
    // The one that it was asked with: another log-in may come between.
    const { token } = this
    const answer = await answering
    try {
      return (await this.#open(answer, token)).data as DataOf<B>
    } catch (error) {
      const isRepeat = this.#uncertain.has(answer.response)
      const recovered = isRepeat && isApiError(error) && (await recover(error))
      if (recovered) return recovered
      throw error
    }
  }

  async #open(
    answering: Answer<unknown> | Promise<Answer<unknown>>,
    token = this.token,
  ): Promise<Opened> {
    const { data, error, response } = await answering
    return await openAnswer(data ?? error, response, token)
  }
}
