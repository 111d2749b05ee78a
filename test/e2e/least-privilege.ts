import { writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { ownStack } from './deployment.ts'

test('the functions have used every permission they have, and were refused none', async (context) => {
  const functions = ownStack(context, 'counts calls at the local endpoint').permissions()
  const file = process.env.PERMISSIONS_FILE
  if (file) await writeFile(file, JSON.stringify(functions))
  const unused = functions.flatMap(({ name, unused }) => unused.map((one) => ({ name, ...one })))
  const refused = functions.flatMap(({ name, refused }) => refused.map((one) => ({ name, ...one })))
  expect({ unused, refused }).toEqual({ unused: [], refused: [] })
})
