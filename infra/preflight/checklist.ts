import type { Stage } from '../stages/stage.ts'

/** What no AWS API shows, so that a person has to confirm it before a first deployment. */
export function checklistFor({ alarmEmail, edge, settings }: Stage): string[] {
  return [
    `DLT: header ${settings.smsSenderId}, entity and template are registered, and the templates equal ${JSON.stringify(settings.smsText)} and ${JSON.stringify(settings.recoverySmsText)}`,
    ...(edge
      ? [
          'CloudFront: the account is verified. A new one may not create distributions until AWS Support has verified it',
        ]
      : []),
    ...(alarmEmail
      ? [`Alarms: a person reads ${alarmEmail}, and will confirm AWS’s subscription`]
      : []),
    'Costs: a budget of the account alerts a person (Billing console, Budgets)',
  ]
}
