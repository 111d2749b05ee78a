import {
  GetSMSAttributesCommand,
  GetSMSSandboxAccountStatusCommand,
  SNSClient,
} from '@aws-sdk/client-sns'
import { type Check, failsWithUsers, ok } from '../check.ts'

/** SNS's monthly limit until AWS raises it, in USD. */
const FIRST_LIMIT_USD = 1

/** Checks that the account has left SNS's SMS sandbox, in which SNS sends to verified numbers only. */
export const smsSandboxCheck: Check = {
  name: 'SMS sandbox',
  run: async (stage) => {
    const sns = new SNSClient({ region: stage.region })
    const { IsInSandbox } = await sns.send(new GetSMSSandboxAccountStatusCommand())
    if (!IsInSandbox) return ok('the account has left it')
    const found = 'SMS go to verified numbers only'
    return failsWithUsers(stage, found, 'SNS console, Text messaging: exit the SMS sandbox')
  },
}

/** Checks that the alarm on the cost of SMS rings before SNS stops sending. */
export const smsSpendCheck: Check = {
  name: 'SMS spend limit',
  run: async (stage) => {
    const { MonthlySpendLimit = FIRST_LIMIT_USD } = await smsAttributes(stage.region)
    const alarmAt = stage.alarms?.smsSpendUsd ?? 0
    const found = `${MonthlySpendLimit} USD a month; the alarm rings at ${alarmAt}`
    if (Number(MonthlySpendLimit) > alarmAt) return ok(found)
    return {
      outcome: 'FAILED',
      found: `${found}, which SNS never lets it reach`,
      todo: 'Request a higher limit, then aws sns set-sms-attributes --attributes MonthlySpendLimit=<dollars>; or lower alarms.smsSpendUsd',
    }
  },
}

/** Checks that SNS logs whether an SMS was delivered. */
export const smsDeliveryLoggingCheck: Check = {
  name: 'SMS delivery logging',
  run: async (stage) => {
    const { DeliveryStatusIAMRole: role } = await smsAttributes(stage.region)
    if (role) return ok(`by ${role}`)
    return failsWithUsers(
      stage,
      'off: an SMS that an operator drops leaves no trace',
      // 0 logs failures only: the log has the phone numbers.
      'aws sns set-sms-attributes --attributes DeliveryStatusIAMRole=<the output SmsDeliveryRoleArn>,DeliveryStatusSuccessSamplingRate=0',
    )
  },
}

async function smsAttributes(region: string): Promise<Readonly<Record<string, string>>> {
  const { attributes } = await new SNSClient({ region }).send(new GetSMSAttributesCommand())
  return attributes ?? {}
}
