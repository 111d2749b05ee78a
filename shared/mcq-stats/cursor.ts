import { DAY_MS } from '../time.ts'
import { InvalidCursorError } from './errors.ts'
import type { StatsOwner } from './mcq-stats-table.ts'

/** The position of a cursor: the last row of a page. Times in epoch ms. */
export interface Position {
  updatedAt: number
  dayStart: number
}

// An integer as JSON.stringify writes it. `fromCursor` checks its value.
const DIGITS = '0|[1-9][0-9]{0,15}'
const TEXT = new RegExp(`^\\{"updated_at":(${DIGITS}),"id":"([0-9a-f]{24}_[0-9]+)_(${DIGITS})"\\}$`)

/** Makes the id of a row: `<user id>_<course id>_<start of the day>`. */
export function toRowId({ userId, courseId }: StatsOwner, dayStart: number): string {
  return `${userId}_${courseId}_${dayStart}`
}

/** Encodes a position: standard base64 of `{"updated_at":…,"id":"…"}`. */
export function toCursor(owner: StatsOwner, { updatedAt, dayStart }: Position): string {
  const text = JSON.stringify({ updated_at: updatedAt, id: toRowId(owner, dayStart) })
  return Buffer.from(text).toString('base64')
}

/**
 * Decodes a cursor.
 * @throws InvalidCursorError for any text that `toCursor` does not make for this owner.
 */
export function fromCursor(owner: StatsOwner, cursor: string): Position {
  const text = Buffer.from(cursor, 'base64').toString('latin1')
  const [, updatedAt, , dayStart] = TEXT.exec(text) ?? []
  const position = { updatedAt: Number(updatedAt), dayStart: Number(dayStart) }
  const isValid = Number.isSafeInteger(position.updatedAt) && position.dayStart % DAY_MS === 0
  // Encoding the position again must give the same cursor. That refuses cursors of other owners, and malformed
  // base64 that the decoder accepts.
  if (!isValid || toCursor(owner, position) !== cursor) throw new InvalidCursorError()
  return position
}
