import { InvalidCursorError } from './errors.ts'
import type { StatsOwner } from './mcq-stats-table.ts'
import { DAY_MS } from './utc-day.ts'

/** Where a page ended: its last row. */
export interface Position {
  updatedAt: number
  dayStart: number
}

// Digits as a number prints them; what they amount to is checked apart.
const DIGITS = '0|[1-9][0-9]{0,15}'
const TEXT = new RegExp(`^\\{"updated_at":(${DIGITS}),"id":"([0-9a-f]{24}_[0-9]+)_(${DIGITS})"\\}$`)

/** A row's id: `<user id>_<course id>_<start of the day>`. */
export function toRowId({ userId, courseId }: StatsOwner, dayStart: number): string {
  return `${userId}_${courseId}_${dayStart}`
}

/** The cursor of a position: standard base64 of `{"updated_at":…,"id":"…"}`. */
export function toCursor(owner: StatsOwner, { updatedAt, dayStart }: Position): string {
  const text = JSON.stringify({ updated_at: updatedAt, id: toRowId(owner, dayStart) })
  return Buffer.from(text).toString('base64')
}

/**
 * Reads a cursor of this owner.
 * @throws InvalidCursorError for anything that `toCursor` would not have made for them.
 */
export function fromCursor(owner: StatsOwner, cursor: string): Position {
  const text = Buffer.from(cursor, 'base64').toString('latin1')
  const [, updatedAt, , dayStart] = TEXT.exec(text) ?? []
  const position = { updatedAt: Number(updatedAt), dayStart: Number(dayStart) }
  const isSound = Number.isSafeInteger(position.updatedAt) && position.dayStart % DAY_MS === 0
  // Making it anew also refuses other owners, and what base64 decoders forgive.
  if (!isSound || toCursor(owner, position) !== cursor) throw new InvalidCursorError()
  return position
}
