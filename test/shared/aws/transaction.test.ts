import { expect, test } from 'vitest'
import { putNew, readItem } from '../../../shared/accounts/users-table.ts'
import { writeTransaction } from '../../../shared/aws/transaction.ts'
import { newObjectId } from '../../../shared/object-id.ts'
import '../../support/stack.ts'

const newKey = () => ({ pk: `TRANSACTION-TEST#${newObjectId()}` })

test('a refused transaction writes nothing, and names the items whose condition failed', async () => {
  const [stored, alsoStored] = [newKey(), newKey()]
  const [fresh, alsoFresh] = [newKey(), newKey()]
  const puts = [putNew(stored, {}), putNew(alsoStored, {})]
  expect(await writeTransaction({ puts })).toBeUndefined()
  const failed = await writeTransaction({
    first: putNew(fresh, {}),
    none: [],
    several: [putNew(alsoFresh, {}), putNew(stored, {})],
    last: putNew(alsoStored, {}),
  })
  expect(failed).toEqual({ first: false, none: [], several: [false, true], last: true })
  expect([await readItem(fresh), await readItem(alsoFresh)]).toEqual([undefined, undefined])
})
