import type { UserAction } from './action.ts'
import { deleteAction } from './delete.ts'
import { endSessionsAction } from './end-sessions.ts'
import { exportAction } from './export.ts'
import { freeEmailAction } from './free-email.ts'
import { freePhoneAction } from './free-phone.ts'
import { pointsAction } from './points.ts'
import { resetAction } from './reset.ts'
import { setEmailAction } from './set-email.ts'

/** The actions of `npm run user`. To add one, add a file and a line here. */
export const actions: readonly UserAction[] = [
  exportAction,
  endSessionsAction,
  resetAction,
  pointsAction,
  setEmailAction,
  freeEmailAction,
  freePhoneAction,
  deleteAction,
]
