import type { OwnValues } from '../../infra/stages/own-values.ts'

/** Own values of a stage that is only synthesized. */
export const testValues: OwnValues = {
  account: '111122223333',
  appName: 'Prep',
  alarmEmail: 'ops@prep.org',
  runbookUrl: 'https://git.prep.example/docs/runbook.md',
  smsSenderId: 'PREPAP',
  smsEntityId: '2201234567890123456',
  smsTemplateId: '2207123456789012345',
  recoverySmsTemplateId: '2207123456789012346',
  smsDomain: '@prep.example.org',
  smsAppHash: 'abcdefghijk',
}
