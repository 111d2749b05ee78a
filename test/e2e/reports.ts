import { describe, expect, test } from 'vitest'
import { expectError, expectSuccess } from '../support/responses.ts'
import { onlyLocally } from './deployment.ts'
import { anonymously, anyAccount, openAccount } from './people.ts'
import { givenReport as given, report } from './requests.ts'

const path = '/users/report?course_id=1'

describe('POST /users/report', () => {
  test('files a report, once however often it is sent', async () => {
    const account = await openAccount()
    const first = expectSuccess(await report(account, given.comments))
    expect(first.message).toBe('Operation completed successfully.')
    expect(expectSuccess(await report(account, given.comments)).id).toBe(first.id)
    expect(expectSuccess(await report(account, 'Another one')).id).not.toBe(first.id)
  })

  test.each([
    ['no content', { content_id: undefined }],
    ['content that has no id', { content_id: 'M01234' }],
    ['another type of content', { content_type: 3 }],
    ['another type of issue', { issue_type: 2 }],
    ['blank comments', { comments: ' ' }],
    ['5,001 characters', { comments: 'x'.repeat(5001) }],
  ])('refuses %s', async (_, change) => {
    const account = await anyAccount()
    const body = { ...given, ...change }
    expectError(await account.call({ method: 'POST', path, body }), 422, 1006)
  })

  test.each(['/users/report', '/users/report?course_id=99'])('refuses %s', async (wrongPath) => {
    const account = await anyAccount()
    const answer = await account.call({ method: 'POST', path: wrongPath, body: given })
    expect(expectError(answer, 422, 1006).details[0].path).toBe('course_id')
  })

  test('refuses to be called without a token', async () => {
    expectError(await anonymously('POST', path, given), 401, 1001)
  })

  test('takes thirty an hour', async (context) => {
    onlyLocally(context, 'reaches a cap')
    const account = await openAccount()
    for (let i = 0; i < 30; i++) expectSuccess(await report(account, `Number ${i}`))
    const answer = await report(account, 'One too many')
    expectError(answer, 429, 1005)
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
  })
})
