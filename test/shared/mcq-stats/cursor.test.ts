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
  test('is what the document shows, both ways', () => {
    const position = { updatedAt: APRIL_29, dayStart: APRIL_28 }
    expect(toCursor(owner, position)).toBe(DOCUMENTED)
    expect(fromCursor(owner, DOCUMENTED)).toEqual(position)
  })

  test('of the epoch is one', () => {
    const position = { updatedAt: 0, dayStart: 0 }
    expect(fromCursor(owner, toCursor(owner, position))).toEqual(position)
  })

  test.each([
    ['nothing', ''],
    ['no base64', '*'],
    ['no padding', DOCUMENTED.replaceAll('=', '')],
    ['too much padding', `${DOCUMENTED}=`],
    ['a blank before it', ` ${DOCUMENTED}`],
    ['a line break within', `${DOCUMENTED.slice(0, 8)}\n${DOCUMENTED.slice(8)}`],
    ['base64url', encode('{"updated_at":1,"id":"???>"}').replaceAll('/', '_')],
    ['bits beyond its end', DOCUMENTED.replace('fQ==', 'fR==')],
    ['text after it', `${DOCUMENTED}${DOCUMENTED}`],
    ['two of them, as a repeated parameter has', `${DOCUMENTED},${DOCUMENTED}`],
    ['no JSON', encode('updated_at')],
    ['other keys', encode(`{"updatedAt":1,"id":"${id}"}`)],
    ['another order', encode(`{"id":"${id}","updated_at":1}`)],
    ['one key more', encode(`{"updated_at":1,"id":"${id}","x":1}`)],
    ['one key less', encode(`{"id":"${id}"}`)],
    ['blanks', encode(`{"updated_at": 1,"id":"${id}"}`)],
    ['a list', encode(`[1,"${id}"]`)],
    ['a time as text', encode(`{"updated_at":"1","id":"${id}"}`)],
    ['a negative time', encode(`{"updated_at":-1,"id":"${id}"}`)],
    ['a part of a ms', encode(`{"updated_at":1.5,"id":"${id}"}`)],
    ['a time with an exponent', encode(`{"updated_at":1e3,"id":"${id}"}`)],
    ['a time with a leading zero', encode(`{"updated_at":01,"id":"${id}"}`)],
    ['a time beyond all integers', encode(`{"updated_at":9007199254740993,"id":"${id}"}`)],
    ['an escaped id', encode(`{"updated_at":1,"id":"\\u0035${id.slice(1)}"}`)],
    ["another user's id", encode(`{"updated_at":1,"id":"${'0'.repeat(24)}_1_${APRIL_28}"}`)],
    ["another course's id", encode(`{"updated_at":1,"id":"${userId}_2_${APRIL_28}"}`)],
    ['a course with a leading zero', encode(`{"updated_at":1,"id":"${userId}_01_${APRIL_28}"}`)],
    ['an id without a day', encode(`{"updated_at":1,"id":"${userId}_1_"}`)],
    ['a day that starts at no midnight', encode(`{"updated_at":1,"id":"${id.slice(0, -1)}1"}`)],
    ['a negative day', encode(`{"updated_at":1,"id":"${userId}_1_-86400000"}`)],
    ['a day with a leading zero', encode(`{"updated_at":1,"id":"${userId}_1_0${APRIL_28}"}`)],
    ['an id in capitals', encode(`{"updated_at":1,"id":"${id.toUpperCase()}"}`)],
    ['a lone byte that is no text', Buffer.from([0xff]).toString('base64')],
  ])('is not %s', (_, cursor) => {
    expect(() => fromCursor(owner, cursor)).toThrow(InvalidCursorError)
  })
})
