import { MAX_POINTS } from '../../../shared/accounts/limits.ts'
import { setPoints } from '../../../shared/accounts/operator-writes.ts'
import { wholeNumber } from '../options.ts'
import { countOf } from '../print.ts'
import { AccountChangedError, defineAction, requireProfile } from './action.ts'

/** `--points <n>`: gives the user this number of points. */
export const pointsAction = defineAction<number>({
  flags: '--points <n>',
  description: `set the points of the user, 0 to ${MAX_POINTS}`,
  parse: wholeNumber(0, MAX_POINTS),
  plan: (found, points) => {
    const { id, points: before } = requireProfile(found)
    return {
      effect: `set the points from ${before} to ${points}`,
      details: { before, points },
      perform: async () => {
        if (!(await setPoints(id, points))) throw new AccountChangedError()
        return `The user has ${countOf(points, 'point')}.`
      },
    }
  },
})
