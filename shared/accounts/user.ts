import type { Picture } from './picture.ts'
import type { Session } from './session.ts'

/** A user as the profile item stores it. Times in epoch ms. A field that was never set is absent. */
export interface User {
  /** 24 hex digits. */
  id: string
  /** In lower case. Unique. */
  email: string
  /** argon2id hash (password.ts). Between an import and the next login: `imported:` and the old system's hash. */
  passwordHash: string
  firstName: string
  /** Empty for people with one name. */
  lastName: string
  backgroundInfo?: string
  attemptNumber?: number
  attemptYear?: number
  /** The verified phone number, E.164 (`+91…`). Unique. */
  phone?: string
  /** When the user verified it, epoch ms. Absent for a phone that was imported. */
  phoneLinkedAt?: number
  /** Whether the user had verified another phone before. Absent when not. */
  phoneReplaced?: boolean
  /** 1 (freshman) to 5 (post-senior). */
  year?: number
  major?: string
  /** Points in the portal, set by operators. */
  points: number
  picture?: Picture
  createdAt: number
  updatedAt: number
  /** Set by `npm run import`: the SHA-256 of the account's line in the file, and the time of the import, epoch ms. */
  imported?: { line: string; at: number }
  /** Sessions by id. They are part of the profile, so that one read returns both and no session outlives its user. */
  sessions: Record<string, Session>
}
