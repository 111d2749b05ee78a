import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { forgetReporter } from '../../../shared/reports/reports-table.ts'
import type { Account } from '../../support/accounts.ts'
import { drivers } from '../../support/drivers.ts'
import { openAccount } from '../../support/open-account.ts'
import { expectError, expectSuccess } from '../../support/responses.ts'
import { storedReports } from '../../support/stack.ts'

const example = {
  content_id: '60d5ec49f1b2c72e4c8b4567',
  content_short_uid: 'M01234',
  content_type: 2,
  issue_type: 1,
  comments:
    'The correct response for this question should be option_2, not option_3. The explanation references the wrong article.',
}

describe.each(drivers)('POST /users/report over $name', (driver) => {
  let account: Account
  beforeAll(async () => {
    account = await openAccount(driver)
  })
  const report = (body: unknown, path = '/users/report?course_id=1', headers = {}) =>
    account.call({ method: 'POST', path, body, headers })
  const freshContent = () => randomBytes(12).toString('hex')

  test('accepts the document’s example and stores its content', async () => {
    const response = await report(example, undefined, { 'x-dev-time': '1714400300000' })
    const data = expectSuccess(response)
    expect(data).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{24}$/),
      message: 'Operation completed successfully.',
    })
    expect(await storedReports(account.id)).toEqual([
      {
        pk: data.id,
        id: data.id,
        userId: account.id,
        courseId: 1,
        contentId: '60d5ec49f1b2c72e4c8b4567',
        contentShortUid: 'M01234',
        contentType: 2,
        issueType: 1,
        comments: example.comments,
        createdAt: expect.any(Number),
      },
    ])
  })

  test('creates one report when the same one is sent many times, also in parallel', async () => {
    const other = await openAccount(driver)
    const send = () =>
      other.call({ method: 'POST', path: '/users/report?course_id=1', body: example })
    const responses = await Promise.all(Array.from({ length: 5 }, send))
    const ids = new Set(responses.map((response) => expectSuccess(response).id))
    expect(ids.size).toBe(1)
    expect(ids).toContain(expectSuccess(await send()).id)
    expect(await storedReports(other.id)).toHaveLength(1)
  })

  test('gives an id that nobody can compute from the user and the report', async () => {
    const other = await openAccount(driver)
    const send = () =>
      other.call({ method: 'POST', path: '/users/report?course_id=1', body: example })
    const first = expectSuccess(await send())
    await forgetReporter(other.id)
    const second = expectSuccess(await send())
    expect(second.id).not.toBe(first.id)
  })

  test('creates a report for each user, content and comment', async () => {
    const other = await openAccount(driver)
    const base = { ...example, content_id: freshContent() }
    const ids = [
      expectSuccess(await report(base)).id,
      expectSuccess(await report({ ...base, content_id: freshContent() })).id,
      expectSuccess(await report({ ...base, content_type: 1 })).id,
      expectSuccess(await report({ ...base, comments: 'Something else' })).id,
      expectSuccess(
        await other.call({ method: 'POST', path: '/users/report?course_id=1', body: base }),
      ).id,
    ]
    expect(new Set(ids).size).toBe(5)
  })

  test('requires no short UID, strips whitespace and accepts 5,000 characters', async () => {
    const body = { ...example, content_id: freshContent(), content_short_uid: undefined }
    expectSuccess(await report({ ...body, comments: ` ${'🎓'.repeat(5000)}\n` }))
    expectSuccess(await report({ ...body, content_short_uid: null, comments: 'short' }))
  })

  test('accepts comments that were copied from a web page', async () => {
    const other = await openAccount(driver)
    const body = { ...example, comments: 'The consti\u00ADtution\u200B says\n\uFEFFotherwise' }
    const path = '/users/report?course_id=1'
    expectSuccess(await other.call({ method: 'POST', path, body }))
    const [stored] = await storedReports(other.id)
    expect(stored).toMatchObject({ comments: 'The constitution says\notherwise' })
  })

  test.each([
    ['no content_id', { content_id: undefined }, 'content_id'],
    ['a content_id of 23 digits', { content_id: '60d5ec49f1b2c72e4c8b456' }, 'content_id'],
    ['a content_id that is no hex', { content_id: 'z0d5ec49f1b2c72e4c8b4567' }, 'content_id'],
    ['no content_type', { content_type: undefined }, 'content_type'],
    ['a content_type of 3', { content_type: 3 }, 'content_type'],
    ['a content_type as text', { content_type: '2' }, 'content_type'],
    ['no issue_type', { issue_type: undefined }, 'issue_type'],
    ['an issue_type of 2', { issue_type: 2 }, 'issue_type'],
    ['no comments', { comments: undefined }, 'comments'],
    ['blank comments', { comments: ' \n' }, 'comments'],
    ['comments of 5,001 characters', { comments: 'x'.repeat(5001) }, 'comments'],
    ['a short uid that is a number', { content_short_uid: 5 }, 'content_short_uid'],
  ])('refuses %s and stores nothing', async (_, wrong, path) => {
    const before = await storedReports(account.id)
    const { details } = expectError(await report({ ...example, ...wrong }), 422, 1006)
    expect(details).toEqual([{ path, message: expect.any(String) }])
    expect(await storedReports(account.id)).toEqual(before)
  })

  test('accepts 30 reports an hour, and a repeated one at any time', async () => {
    const other = await openAccount(driver)
    const send = (comments: string) =>
      other.call({
        method: 'POST',
        path: '/users/report?course_id=1',
        body: { ...example, comments },
      })
    for (let i = 0; i < 30; i++) expectSuccess(await send(`Comment ${i}`))
    const limited = await send('One too many')
    expectError(limited, 429, 1005)
    expect(Number(limited.headers['retry-after'])).toBeGreaterThan(3500)
    expectSuccess(await send('Comment 7'))
    expect(await storedReports(other.id)).toHaveLength(30)
  })

  test.each(['', '?course_id=', '?course_id=2', '?course_id=1&course_id=1', '?course_id=01'])(
    'refuses the query "%s" and lists the courses',
    async (query) => {
      const { details } = expectError(await report(example, `/users/report${query}`), 422, 1006)
      const message = 'Must be an integer, one of: 1 (UPSC CSE)'
      expect(details).toEqual([{ path: 'course_id', message }])
    },
  )

  test('stores nothing for an ended session', async () => {
    const other = await openAccount(driver)
    await other.call({ method: 'POST', path: '/auth/logout' })
    const late = { method: 'POST', path: '/users/report?course_id=1', body: example }
    expectError(await other.call(late), 401, 1001)
    expect(await storedReports(other.id)).toEqual([])
  })
})
