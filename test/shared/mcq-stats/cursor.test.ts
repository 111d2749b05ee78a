import { describe, expect, test } from 'vitest'
import { fromCursor, toCursor } from '../../../shared/mcq-stats/cursor.ts'
import { InvalidCursorError } from '../../../shared/mcq-stats/errors.ts'
import { APRIL_28, APRIL_29 } from '../../support/attempts.ts'

const userId = '507f1f77bcf86cd799439011'
const owner = { userId, courseId: 1 }
const DOCUMENTED =
  'eyJ1cGRhdGVkX2F0IjoxNzE0MzQ4ODAwMDAwLCJpZCI6IjUwN2YxZjc3YmNmODZjZDc5OTQzOTAxMV8xXzE3MTQyNjI0MDAwMDAifQ=='
const id = `${userId}_1_${APRIL_28}`
const encode = (text: string) => Buffer.from(text).toString('base64')

describe('a cursor', () => {
  test('is encoded and decoded as in the document', () => {
    const position = { updatedAt: APRIL_29, dayStart: APRIL_28 }
    expect(toCursor(owner, position)).toBe(DOCUMENTED)
    expect(fromCursor(owner, DOCUMENTED)).toEqual(position)
  })

  test('of time 0 is valid', () => {
    const position = { updatedAt: 0, dayStart: 0 }
    expect(fromCursor(owner, toCursor(owner, position))).toEqual(position)
  })

  test.each([
    ['empty', ''],
    ['not base64', '*'],
    ['without padding', DOCUMENTED.replaceAll('=', '')],
    ['with too much padding', `${DOCUMENTED}=`],
    ['with a leading space', ` ${DOCUMENTED}`],
    ['with a line break', `${DOCUMENTED.slice(0, 8)}\n${DOCUMENTED.slice(8)}`],
    ['base64url', encode('{"updated_at":1,"id":"???>"}').replaceAll('/', '_')],
    ['with bits beyond the end', DOCUMENTED.replace('fQ==', 'fR==')],
    ['followed by text', `${DOCUMENTED}${DOCUMENTED}`],
    ['two cursors with a comma, as of a repeated parameter', `${DOCUMENTED},${DOCUMENTED}`],
    ['not JSON', encode('updated_at')],
    ['with other keys', encode(`{"updatedAt":1,"id":"${id}"}`)],
    ['with keys in another order', encode(`{"id":"${id}","updated_at":1}`)],
    ['with an extra key', encode(`{"updated_at":1,"id":"${id}","x":1}`)],
    ['with a missing key', encode(`{"id":"${id}"}`)],
    ['with spaces in the JSON', encode(`{"updated_at": 1,"id":"${id}"}`)],
    ['a JSON array', encode(`[1,"${id}"]`)],
    ['with a time that is a string', encode(`{"updated_at":"1","id":"${id}"}`)],
    ['with a negative time', encode(`{"updated_at":-1,"id":"${id}"}`)],
    ['with a fraction of a ms', encode(`{"updated_at":1.5,"id":"${id}"}`)],
    ['with an exponent in the time', encode(`{"updated_at":1e3,"id":"${id}"}`)],
    ['with a leading zero in the time', encode(`{"updated_at":01,"id":"${id}"}`)],
    ['with a time beyond safe integers', encode(`{"updated_at":9007199254740993,"id":"${id}"}`)],
    ['with an escaped id', encode(`{"updated_at":1,"id":"\\u0035${id.slice(1)}"}`)],
    ["with another user's id", encode(`{"updated_at":1,"id":"${'0'.repeat(24)}_1_${APRIL_28}"}`)],
    ["with another course's id", encode(`{"updated_at":1,"id":"${userId}_2_${APRIL_28}"}`)],
    [
      'with a leading zero in the course',
      encode(`{"updated_at":1,"id":"${userId}_01_${APRIL_28}"}`),
    ],
    ['with an id without a day', encode(`{"updated_at":1,"id":"${userId}_1_"}`)],
    [
      'with a day that does not start at midnight',
      encode(`{"updated_at":1,"id":"${id.slice(0, -1)}1"}`),
    ],
    ['with a negative day', encode(`{"updated_at":1,"id":"${userId}_1_-86400000"}`)],
    ['with a leading zero in the day', encode(`{"updated_at":1,"id":"${userId}_1_0${APRIL_28}"}`)],
    ['with an id in upper case', encode(`{"updated_at":1,"id":"${id.toUpperCase()}"}`)],
    ['a byte that is not UTF-8', Buffer.from([0xff]).toString('base64')],
  ])('is refused when it is %s', (_, cursor) => {
    expect(() => fromCursor(owner, cursor)).toThrow(InvalidCursorError)
  })
})
