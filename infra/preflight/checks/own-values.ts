import { type Check, ok } from '../check.ts'

/** Checks that the stage's values in own-values.ts are filled in. */
export const ownValuesCheck: Check = {
  name: 'own values',
  run: ({ missing }) => {
    if (missing.length === 0) return ok('all are filled in')
    return {
      outcome: 'FAILED',
      found: `missing: ${missing.join(', ')}`,
      todo: 'Fill them in in infra/stages/own-values.ts',
    }
  },
}
