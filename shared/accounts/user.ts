import type { Picture } from './picture.ts'
import type { Session } from './session.ts'

/** A user as stored. Times in epoch ms; a field that was never set is absent. */
export interface User {
  /** 24 hex digits. */
  id: string
  /** In lower case; unique. */
  email: string
  /** argon2id, PHC string. After an import, until the next login: `imported:` and the old system's hash. */
  passwordHash: string
  firstName: string
  /** Empty for people with one name. */
  lastName: string
  backgroundInfo?: string
  attemptNumber?: number
  attemptYear?: number
  /** The verified phone number, E.164; unique. */
  phone?: string
  /** When the user verified it, epoch ms. Absent for a phone that was imported. */
  phoneLinkedAt?: number
  /** 1 (freshman) to 5 (post-senior). */
  year?: number
  major?: string
  points: number
  picture?: Picture
  createdAt: number
  updatedAt: number
  /** Of an account that `npm run import` stored: the SHA-256 of its line, and when, epoch ms. */
  imported?: { line: string; at: number }
  /** By session id. In the profile, so that one read returns both and no session outlives its user. */
  sessions: Record<string, Session>
}
