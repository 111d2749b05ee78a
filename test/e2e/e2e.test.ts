// The whole API and every worker, from outside: over HTTP and by what the stack's outputs name. One
// file and one stack for all parts, because the last judges what those before it have used.
import './auth.ts'
import './info.ts'
import './society.ts'
import './pictures.ts'
import './phones.ts'
import './recovery.ts'
import './reports.ts'
import './attempts.ts'
import './erasure.ts'
import './gateway.ts'
import './least-privilege.ts'
import { afterAll, beforeEach } from 'vitest'
import { deployment } from './deployment.ts'
import { expectGapsMet, skipGap } from './gaps.ts'
import { deleteAccounts } from './people.ts'

beforeEach(skipGap)

afterAll(async () => {
  await deleteAccounts()
  await deployment.own?.stop()
  expectGapsMet()
})
