import type { OwnValues } from '../../../infra/stages/own-values.ts'
import { ACCOUNT } from '../emulator/start-emulator.ts'

/** The own values of the stages that the rehearsal deploys. */
export const rehearsalValues: OwnValues = {
  account: ACCOUNT,
  appName: 'Rehearsal',
  smsSenderId: 'RHRSAL',
  smsEntityId: '1'.repeat(19),
  smsTemplateId: '2'.repeat(19),
  recoverySmsTemplateId: '3'.repeat(19),
  smsDomain: '@rehearsal.test',
  smsAppHash: 'Rehearsal11',
}
