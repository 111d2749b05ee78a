import type { TryCounter } from '../rate-limits/try-counter.ts'
import type { Picture } from './picture.ts'
import type { Session } from './token.ts'

/** A user of both applications, as stored. Times are epoch ms; what was never given is absent. */
export interface User {
  /** 24 hex digits. */
  id: string
  /** Lower-case; unique. */
  email: string
  /** PHC string, argon2id. */
  passwordHash: string
  firstName: string
  /** Empty for a mononym. */
  lastName: string
  backgroundInfo?: string
  attemptNumber?: number
  attemptYear?: number
  /** Verified number, E.164; unique. */
  phone?: string
  /** 1 (freshman) to 5 (post-senior). */
  year?: number
  major?: string
  points: number
  picture?: Picture
  createdAt: number
  updatedAt: number
  /** By session id. They live here so that one read answers for both and none outlives its user. */
  sessions: Record<string, Session>
  /** Wrong current passwords given while changing the profile. */
  passwordTries?: TryCounter
}
