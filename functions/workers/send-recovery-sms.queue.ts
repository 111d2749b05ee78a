import { recoveryMessage } from '../../shared/password-recovery/recovery-message.ts'
import { sendRecoverySms } from '../../shared/password-recovery/send-recovery-sms.ts'
import { defineWorker } from '../../shared/workers/define-worker.ts'
import { standardQueueWorker } from '../../shared/workers/standard-queue-worker.ts'

export const worker = defineWorker({
  summary: 'Send the SMS of a password recovery',
  queue: 'recoveries',
  uses: {
    usersTable: ['dynamodb:GetItem', 'dynamodb:ConditionCheckItem'],
    otpsTable: ['dynamodb:PutItem', 'dynamodb:UpdateItem'],
    sms: ['sns:Publish'],
  },
  settings: [
    'otpSeconds',
    'otiSeconds',
    'recoverySendsPerPhone',
    'recoverySendsPerPhoneADay',
    'recoverySendsOfAll',
    'smsSenderId',
    'smsEntityId',
    'recoverySmsTemplateId',
    'recoverySmsText',
  ],
})

export const handler = standardQueueWorker(recoveryMessage, sendRecoverySms, 'RecoveriesFailed')
