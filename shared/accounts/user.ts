import type { TryCounter } from '../rate-limits/try-counter.ts'
import type { Picture } from './picture.ts'
import type { Session } from './session.ts'

/** A user of the app and the portal, as stored. Times in epoch ms; a field that was never set is absent. */
export interface User {
  /** 24 hex digits. */
  id: string
  /** In lower case; unique. */
  email: string
  /** argon2id, PHC string. */
  passwordHash: string
  firstName: string
  /** Empty for people with one name. */
  lastName: string
  backgroundInfo?: string
  attemptNumber?: number
  attemptYear?: number
  /** The verified phone number, E.164; unique. */
  phone?: string
  /** 1 (freshman) to 5 (post-senior). */
  year?: number
  major?: string
  points: number
  picture?: Picture
  createdAt: number
  updatedAt: number
  /** By session id. Part of the profile, so that one read returns both and no session outlives its user. */
  sessions: Record<string, Session>
  /** Wrong current passwords in PATCH /app/api/v1/user. */
  passwordTries?: TryCounter
}
