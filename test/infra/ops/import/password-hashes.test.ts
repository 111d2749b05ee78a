import { describe, expect, test } from 'vitest'
import { expectError, expectSuccess } from '../../../support/responses.ts'
import {
  accountOf,
  importLines,
  lineOf,
  logInWith,
  PASSWORD,
  profileOf,
  resultOf,
} from './import-fixture.ts'

// Made by Python's bcrypt, hashlib, passlib and argon2-cffi.
const HASHES = {
  'bcrypt $2a$': '$2a$06$W8JkFbzOorJjZITIcfY6bu3RJBAoWlwHmR72D83M5QpxsW9P/JV9m',
  'bcrypt $2b$': '$2b$06$gk.F7FJll1D7g9Gqh9XmRut9AghLSTm8HyUVBX2T67ZUze/HfaIzG',
  'bcrypt $2y$': '$2y$06$EKaS0s76sL.XQ5hcXwBmy.JqXfkl77tgQtO5SWEl5A2ciUl2WdIBO',
  'PBKDF2-SHA256':
    '$pbkdf2-sha256$i=1000,l=32$AAECAwQFBgcICQoLDA0ODw$nkotAOePU/ff3mZmVWBjeamxXRM4Zkg4xoerDDK3W1s',
  'PBKDF2-SHA512':
    '$pbkdf2-sha512$i=1000$AAECAwQFBgcICQoLDA0ODw$sEwghoan7Zxy2RJ8dnWR1n0zXnDcbSkshGTlU+3U4bK5GWKAxonDbvUGvIucsv01siwMELT3MsWpvkH+xsqWew',
  'PBKDF2-SHA256 of passlib':
    '$pbkdf2-sha256$1000$././/v/.././/v/.././/v/.$eyJHPmRPlDOXVacX4mdNyZ3HHOOwaMdt8GaJcYDnY6Q',
  'PBKDF2-SHA512 of passlib':
    '$pbkdf2-sha512$1000$././/v/.././/v/.././/v/.$BQM/5nMErZDHOzv5xAMToNmmsBfNkxY8Dgwz.ATSTCUJOkyADovtrQ9xX9Hir8bp3N5Mdb2f5vAISZ4SP9Jyjw',
  argon2id:
    '$argon2id$v=19$m=65536,t=3,p=4$AAECAwQFBgcICQoLDA0ODw$227FPkP/rDko4LLu/txTJ/EWWkdO+4mMJmL9Oo5SIC8',
  'argon2id with the parameters of this API':
    '$argon2id$v=19$m=19456,t=2,p=1$AAECAwQFBgcICQoLDA0ODw$FCsa/LAtUpBuXZdWQuA5YE4OV2Kt/Cai0Wm7Kt2fTnM',
  argon2i:
    '$argon2i$v=19$m=8192,t=2,p=1$AAECAwQFBgcICQoLDA0ODw$vVC/QpDPd27xPeor5MT8QaUuF0b7ficeJAJn4hJoBTs',
}
const OWN = /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/
const NFC = 'Zo\u00EB-\u0915\u093C-lamp'
const BCRYPT_OF_NFC = '$2b$06$qpK.X/OFIRRvW0yi8ONX6OGT.QrWwAH2YTT9Am96IStneqKK7unyu'
const BCRYPT_OF_NFD = '$2b$06$9YBVMvsqGq.vb.Z7vb4uH.cr6pG9EYM8eBuhlstifJQdX9fQOgKVS'
const ARGON2_OF_NFD =
  '$argon2id$v=19$m=19456,t=2,p=1$AAECAwQFBgcICQoLDA0ODw$ZebiRYe+3PVWZTz+e0vgvff70JT6O8/uoq2l/peyeTg'
const LONG = 'long-'.repeat(20)
const BCRYPT_OF_LONG = '$2b$06$aLogVqcIx5BCX2AO49SSAOKzJDZF8cLaRUVzmOpRykZE/WdIfUUVG'

const importWith = async (password_hash: string | null) => {
  const line = lineOf({ password_hash })
  const { report, file } = await importLines([line])
  expect(report.users).toMatchObject({ imported: 1, failed: 0 })
  return { line, file, report }
}
const hashOf = async ({ id }: { id: string }) => (await profileOf(id))?.passwordHash

describe('an imported hash', () => {
  test.each(Object.entries(HASHES))('logs in and becomes argon2id: %s', async (_, hash) => {
    const { line } = await importWith(hash)
    expect(await hashOf(line)).toBe(`imported:${hash}`)

    expectError(await logInWith(line.email, 'wrong-lamp-4'), 401, 2101)
    expect(await hashOf(line)).toBe(`imported:${hash}`)

    const { user } = expectSuccess(await logInWith(line.email))
    expect(user).toMatchObject({ id: line.id, points: 40, created_at: line.created_at })
    const upgraded = await hashOf(line)
    expect(upgraded).toMatch(OWN)
    expect(upgraded).not.toContain(hash)

    expectError(await logInWith(line.email, 'wrong-lamp-4'), 401, 2101)
    expectSuccess(await logInWith(line.email))
    expect(await hashOf(line)).toBe(upgraded)
  })

  test.each([
    ['NFC', BCRYPT_OF_NFC, NFC.normalize('NFD')],
    ['NFC, typed so', BCRYPT_OF_NFC, NFC],
    ['NFD, typed so', BCRYPT_OF_NFD, NFC.normalize('NFD')],
    ['NFD, typed so, by argon2id', ARGON2_OF_NFD, NFC.normalize('NFD')],
  ])('is compared with the password as given and in NFC: %s', async (_, hash, typed) => {
    const { line } = await importWith(hash)
    expectSuccess(await logInWith(line.email, typed))
    // From now on in NFC, as every password of this API.
    expectSuccess(await logInWith(line.email, NFC))
    expectSuccess(await logInWith(line.email, NFC.normalize('NFD')))
  })

  test('of more than 72 bytes stays bcrypt, so that a mistyped end does not become the password', async () => {
    const { line } = await importWith(BCRYPT_OF_LONG)
    expectSuccess(await logInWith(line.email, `${LONG}mistyped`))
    expect(await hashOf(line)).toBe(`imported:${BCRYPT_OF_LONG}`)
    const account = await accountOf(line, LONG)
    expectError(await logInWith(line.email, `other${LONG}`), 401, 2101)

    const change = (password: string) =>
      account.call({
        method: 'PATCH',
        path: '/app/api/v1/user',
        body: { user: { password, newPassword: PASSWORD, confPassword: PASSWORD } },
      })
    expect((await change(`other${LONG}`)).status).toBe(401)
    expect((await change(LONG)).status).toBe(200)
    expect(await hashOf(line)).toMatch(OWN)
    expectSuccess(await logInWith(line.email))
  })

  test.each([
    ['no hash', null],
    ['MD5', '5f4dcc3b5aa765d61d8327deb882cf99'],
    ['broken bcrypt', '$2x$06$gk.F7FJll1D7g9Gqh9XmRut9AghLSTm8HyUVBX2T67ZUze/HfaIzG'],
    ['a key of 4 bytes', '$pbkdf2-sha256$i=1000,l=4$AAECAwQFBgcICQoLDA0ODw$nkotAA'],
    ['argon2d', HASHES.argon2id.replace('argon2id', 'argon2d')],
    ['argon2 with a salt of 4 bytes', HASHES.argon2id.replace('AAECAwQFBgcICQoLDA0ODw', 'AAECAw')],
  ])('of another form gives no password, and the user is to be invited: %s', async (_, hash) => {
    const { line, file, report } = await importWith(hash)
    expect(report.users.to_invite).toBe(1)
    expect(await resultOf(file, 'to-invite')).toEqual([
      { id: line.id, email: line.email, has_phone: true },
    ])
    for (const password of [PASSWORD, hash ?? 'null', 'null']) {
      expectError(await logInWith(line.email, password), 401, 2101)
    }
  })

  test.each([
    ['bcrypt cost 15 is above 14', HASHES['bcrypt $2b$'].replace('$06$', '$15$')],
    [
      'pbkdf2 iterations 2000001 is above 2000000',
      HASHES['PBKDF2-SHA512'].replace('i=1000', 'i=2000001'),
    ],
    [
      'argon2id memory in KiB 262145 is above 262144',
      HASHES.argon2id.replace('m=65536', 'm=262145'),
    ],
    [
      'argon2i memory times passes in KiB 1056768 is above 1048576',
      HASHES.argon2i.replace('t=2', 't=129'),
    ],
    ['argon2i parallelism 17 is above 16', HASHES.argon2i.replace('p=1', 'p=17')],
    [
      'argon2id passes times parallelism 1040 is above 1024',
      HASHES.argon2id.replace('m=65536,t=3,p=4', 'm=128,t=65,p=16'),
    ],
  ])('that takes too long is refused by name: %s', async (reason, password_hash) => {
    const line = lineOf({ password_hash })
    const { failed } = await importLines([line])
    expect(failed).toEqual([{ line: 1, reason: `password_hash: ${reason}` }])
    expect(await profileOf(line.id)).toBeUndefined()
  })
})
