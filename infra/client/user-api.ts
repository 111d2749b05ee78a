import type { components } from './api-types.ts'
import { Connection } from './connection.ts'
import type { AnyApiError } from './errors.ts'
import type { CallOptions, UploadOptions, UserApiOptions } from './options.ts'
import { toPictureForm } from './picture-form.ts'
import { unknownWhenUnauthorized, whenUnauthorized } from './recover.ts'
import type { StatsPage, SyncedPage, SyncedStats, SyncQuery, SyncRequest } from './stats-page.ts'
import { collectPages, syncPages } from './sync-pages.ts'

type Schemas = components['schemas']
type Confirmation = { message: string }
/** Names the account by exactly one of its e-mail address and its phone number. */
type RecoveryRequest =
  | { email: string; phone_number?: null }
  | { email?: null; phone_number: NonNullable<Schemas['RecoveryRequest']['phone_number']> }

/**
 * The User API. Each method calls one route and has the name of its `operationId`. It returns the
 * decrypted data without the envelope, and retries the request where that is safe.
 * @throws the errors that README.md lists, or the reason of an aborted `signal`.
 */
export class UserApi {
  #token: string | undefined
  readonly #connection: Connection

  constructor({ token, ...options }: UserApiOptions) {
    this.#token = token
    this.#connection = new Connection(options, () => this.token)
  }

  /** Token of the session. register and logIn set it, logOut and deleteUser clear it. Not shown when the client is logged. */
  get token(): string | undefined {
    return this.#token
  }

  set token(token: string | undefined) {
    this.#token = token
  }

  /** Creates an account and logs in. */
  async register(
    body: Schemas['Registration'],
    options?: CallOptions,
  ): Promise<Schemas['LoggedIn']> {
    return this.#keepToken(await this.#connection.data('POST /auth/register', { ...options, body }))
  }

  /** Logs in. */
  async logIn(body: Schemas['Credentials'], options?: CallOptions): Promise<Schemas['LoggedIn']> {
    return this.#keepToken(await this.#connection.data('POST /auth/login', { ...options, body }))
  }

  /**
   * Ends `this` session (the default), all `others`, or `all`.
   * @throws OutcomeUnknownError for `others` and `all`, when a lost response leaves open whether they have ended.
   */
  async logOut(body?: Schemas['Logout'], options?: CallOptions): Promise<Confirmation> {
    const { token } = this
    const loggedOut = await this.#connection.data(
      'POST /auth/logout',
      { ...options, body },
      (body?.scope ?? 'this') === 'this'
        ? whenUnauthorized({ message: 'The session had ended.' })
        : unknownWhenUnauthorized,
    )
    if (body?.scope !== 'others') this.#dropToken(token)
    return loggedOut
  }

  /** Sends an OTP that resets a forgotten password to the account's verified phone, if it has one. */
  async forgotPassword(
    body: RecoveryRequest,
    options?: CallOptions,
  ): Promise<Schemas['RequestedRecovery']> {
    return await this.#connection.data('POST /auth/forgot-password', { ...options, body })
  }

  /** Replaces a forgotten password with that OTP. Ends all sessions: log in afterwards. */
  async resetPassword(
    body: Schemas['PasswordReset'],
    options?: CallOptions,
  ): Promise<Confirmation> {
    return await this.#connection.data('POST /auth/reset-password', { ...options, body })
  }

  /**
   * Deletes the account with all its data.
   * @throws OutcomeUnknownError when a lost response leaves open whether the account is deleted.
   */
  async deleteUser(options?: CallOptions): Promise<Schemas['DeletedUser']> {
    const { token } = this
    const deleted = await this.#connection.data('DELETE /users', options, unknownWhenUnauthorized)
    this.#dropToken(token)
    return deleted
  }

  /** Checks that requests reach the API. Needs no token. */
  async health(options?: CallOptions): Promise<Confirmation> {
    return await this.#connection.data('GET /health', options)
  }

  /** Reads the profile. */
  async me(options?: CallOptions): Promise<Schemas['UserDetailsResponse']> {
    return await this.#connection.data('GET /auth/me', options)
  }

  /** Updates the given fields of the profile. */
  async updateUserInfo(
    body: Schemas['UserInfoUpdate'],
    options?: CallOptions,
  ): Promise<Schemas['UserDetailsResponse']> {
    return await this.#connection.data('PATCH /users/info', { ...options, body })
  }

  /** Uploads a JPEG, PNG or WEBP of at most 4 MiB. React Native passes a form with a `file`. */
  async uploadProfilePicture(
    picture: Blob | FormData,
    options?: UploadOptions,
  ): Promise<Schemas['UploadedPicture']> {
    const form = picture instanceof FormData ? picture : toPictureForm(picture)
    return await this.#connection.data('POST /users/profile-picture', { ...options, body: form })
  }

  /** Sends an OTP by SMS. Not retried when the SMS may have been sent. */
  async sendPhoneOtp(
    body: Schemas['OtpRequest'],
    options?: CallOptions,
  ): Promise<Schemas['SentOtp']> {
    return await this.#connection.data('POST /users/send-phone-otp', { ...options, body })
  }

  /**
   * Verifies the OTP and links the number. If a retry gets 3709 (already on this account), the earlier
   * attempt succeeded.
   */
  async verifyPhoneOtp(
    body: Schemas['OtpVerification'],
    options?: CallOptions,
  ): Promise<Schemas['UserDetailsResponse']> {
    const recover = ({ code }: AnyApiError) => (code === 3709 ? this.me(options) : undefined)
    return await this.#connection.data(
      'POST /users/verify-phone-otp',
      { ...options, body },
      recover,
    )
  }

  /** Reports an issue with a course's content. */
  async createReport(
    course_id: 1,
    body: Schemas['ReportRequest'],
    options?: CallOptions,
  ): Promise<Schemas['CreatedReport']> {
    const query = { course_id }
    return await this.#connection.data('POST /users/report', { ...options, query, body })
  }

  /** Reads one page of the stats that changed since the cursor. */
  async syncMcqDailyStats(query: SyncQuery, options?: CallOptions): Promise<StatsPage> {
    const { data, pagination } = await this.#connection.open('GET /users/mcq-daily/sync', {
      ...options,
      query,
    })
    return { days: data as StatsPage['days'], pagination: pagination as StatsPage['pagination'] }
  }

  /** Syncs page by page, from where the last sync stopped, or from the start if that position is not valid. */
  syncPages(request: SyncRequest, options?: CallOptions): AsyncGenerator<SyncedPage, void> {
    return syncPages((query) => this.syncMcqDailyStats(query, options), request)
  }

  /** Syncs all pages into one list. Pass the result's `position` to the next sync. */
  async syncAll(request: SyncRequest, options?: CallOptions): Promise<SyncedStats> {
    return await collectPages(this.syncPages(request, options))
  }

  /** Reads the profile in the portal's form. */
  async getPortalUser(options?: CallOptions): Promise<Schemas['PortalUser']> {
    return await this.#connection.data('GET /app/api/v1/user', options)
  }

  /** Changes the profile or the password, as the portal does. */
  async updatePortalUser(
    user: Schemas['PortalUserUpdate']['user'],
    options?: CallOptions,
  ): Promise<Schemas['PortalUser']> {
    return await this.#connection.data('PATCH /app/api/v1/user', { ...options, body: { user } })
  }

  #keepToken(session: Schemas['LoggedIn']): Schemas['LoggedIn'] {
    this.token = session.access_token
    return session
  }

  /** Clears the token of an ended session, unless another login has replaced it meanwhile. */
  #dropToken(ended: string | undefined): void {
    if (this.token === ended) this.token = undefined
  }
}
