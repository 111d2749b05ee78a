import { recoverySmsTemplate } from '../../../shared/password-recovery/sms-text.ts'
import { phoneSmsTemplate } from '../../../shared/phone-verification/sms-text.ts'
import type { Stage } from '../../stages/stage.ts'
import { stageNamed } from '../../stages/stages.ts'
import { ACCOUNT } from '../emulator/start-emulator.ts'

const { architecture } = stageNamed('rehearsal')
const prod = stageNamed('prod')
const WEB_ACL = `arn:aws:wafv2:us-east-1:${ACCOUNT}:global/webacl/rehearsal/00000000-0000-4000-8000-000000000000`

const smsReaders = { domain: '@rehearsal.test', appHash: 'Rehearsal11' }

/** `prod` as an operator deploys it, with values in place of the examples. */
export const rehearsedProd: Stage = {
  ...prod,
  name: 'prod-rehearsal',
  architecture,
  alarmEmail: 'alarms@rehearsal.test',
  edge: { originSecrets: [1], ...prod.edge, firewall: { webAclArn: WEB_ACL } },
  settings: {
    ...prod.settings,
    // The e2e suite registers all its people from one address.
    registrationsPerIp: 1_000,
    smsSenderId: 'RHRSAL',
    smsEntityId: '1'.repeat(19),
    smsTemplateId: '2'.repeat(19),
    smsText: phoneSmsTemplate(smsReaders),
    recoverySmsTemplateId: '3'.repeat(19),
    recoverySmsText: recoverySmsTemplate(smsReaders),
  },
}
