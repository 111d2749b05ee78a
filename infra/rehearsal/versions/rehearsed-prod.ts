import { smsTemplate } from '../../../shared/phone-verification/sms-text.ts'
import type { Stage } from '../../stages/stage.ts'
import { stageNamed } from '../../stages/stages.ts'

const { architecture } = stageNamed('rehearsal')
const prod = stageNamed('prod')

/** `prod` as an operator deploys it, with values in place of the examples. */
export const rehearsedProd: Stage = {
  ...prod,
  name: 'prod-rehearsal',
  architecture,
  alarmEmail: 'alarms@rehearsal.test',
  settings: {
    ...prod.settings,
    // The e2e suite registers all its people from one address.
    registrationsPerIp: 1_000,
    smsSenderId: 'RHRSAL',
    smsEntityId: '1'.repeat(19),
    smsTemplateId: '2'.repeat(19),
    smsText: smsTemplate({ domain: '@rehearsal.test', appHash: 'Rehearsal11' }),
  },
}
