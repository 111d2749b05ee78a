import { createHash, createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { direct } from '../../support/drivers.ts'
import { awsError, timeOut, withFault } from '../../support/faults.ts'
import { loggedLines } from '../../support/logged-lines.ts'
import { openAccount } from '../../support/open-account.ts'
import { challenge, freshPhone, send, smsTo, verify, wrongOtps } from '../../support/phones.ts'
import { itemsMentioning, stolenOtpsTable, storedOtps } from '../../support/stack.ts'

describe('an OTP and its OTI', () => {
  test('are in no table, no log and no response, except the OTI in the response to its own request', async () => {
    const account = await openAccount(direct)
    const given = await challenge(account, freshPhone())
    const responses = []
    for (const otp of wrongOtps(given.otp, 2))
      responses.push(await verify(account, { ...given, otp }))
    const fault = { command: 'TransactWriteItemsCommand', error: timeOut() }
    responses.push(await withFault(fault, () => verify(account, given)))
    responses.push(
      await withFault({ ...fault, error: awsError('AccessDeniedException') }, () =>
        verify(account, given),
      ),
    )
    const stolen = await stolenOtpsTable()
    responses.push(await verify(account, given), await verify(account, given))

    const [stored] = JSON.parse(stolen).filter(({ pk }: { pk: string }) => pk.endsWith(account.id))
    expect(stored).toBeDefined()
    expect(stolen).not.toContain(given.oti)
    // Quoted, because six digits can also be part of a time.
    expect(stolen).not.toContain(`"${given.otp}"`)
    expect(await itemsMentioning(given.oti)).toEqual([])
    expect(loggedLines.length).toBeGreaterThan(0)
    for (const text of [...loggedLines, ...responses.map(({ body }) => JSON.stringify(body))]) {
      expect(text).not.toContain(given.oti)
      expect(text).not.toContain(given.otp)
    }
  })

  test('cannot be derived from the stored item by trying every OTP', async () => {
    const account = await openAccount(direct)
    const given = await challenge(account, freshPhone())
    const [stored] = (await storedOtps(account.id)).filter(({ proof }) => proof)
    const { pk, sk, phone, proof } = stored as Record<string, string>
    const keys = [pk, sk, phone, account.id, String(sk).replace('OTI#', '')] as string[]
    const texts = [given.otp, `${account.id} ${phone} ${given.otp}`, `${phone}${given.otp}`]
    for (const text of texts) {
      expect(createHash('sha256').update(text).digest('base64url')).not.toBe(proof)
      for (const key of keys) {
        expect(createHmac('sha256', key).update(text).digest('base64url')).not.toBe(proof)
      }
    }
  })

  test('are not logged when SNS sends the SMS but its response is lost', async () => {
    const account = await openAccount(direct)
    const phone = freshPhone()
    const fault = { command: 'PublishCommand', error: timeOut(), afterCommit: true }
    await withFault(fault, () => send(account, phone))
    const [otp = ''] = /\d{6}/.exec((await smsTo(phone)).at(-1)?.body ?? '') ?? []
    expect(otp).toHaveLength(6)
    expect(loggedLines.at(-1)).toContain('"code":3710')
    expect(loggedLines.at(-1)).not.toContain(otp)
    expect(loggedLines.at(-1)).not.toContain(phone)
  })
})
