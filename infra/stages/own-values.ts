import type { RestoredTables } from './stage.ts'

// The values that only the operator of a stage knows. Fill in a stage's before its first deployment: until then
// `npm run deploy` refuses it and names what is missing. None is secret, so commit them. docs/operations.md says where
// each value comes from.

/** A stage's own values. An empty text is a missing value. */
export interface OwnValues {
  /** Number of the AWS account, 12 digits. A deployment to another account is refused. */
  readonly account?: string
  /** The name of the app that users know. The page /delete-account shows it. */
  readonly appName: string
  /** Receives an e-mail for each alarm. */
  readonly alarmEmail?: string
  /** The header registered with India's mobile operators (DLT): six letters. */
  readonly smsSenderId: string
  /** The registered entity (DLT): 19 digits. */
  readonly smsEntityId: string
  /** The registered template (DLT) of the SMS that verifies a phone: 19 digits. */
  readonly smsTemplateId: string
  /** The registered template (DLT) of the SMS that resets a password: 19 digits. */
  readonly recoverySmsTemplateId: string
  /** The app's domain after an `@`, by which iOS finds the app that an SMS is for: see sms-text.ts. */
  readonly smsDomain: string
  /** The app's hash, 11 characters, by which Android finds it. */
  readonly smsAppHash: string
  /** The tables that `npm run restore` made. Keep an entry until that table is restored again. @default none */
  readonly restoredTables?: RestoredTables
}

/** The own values of each stage that is deployed. */
export const ownValues: Readonly<Record<string, OwnValues>> = {
  dev: {
    account: '',
    appName: '',
    smsSenderId: '',
    smsEntityId: '',
    smsTemplateId: '',
    recoverySmsTemplateId: '',
    smsDomain: '',
    smsAppHash: '',
  },
  prod: {
    account: '',
    appName: '',
    alarmEmail: '',
    smsSenderId: '',
    smsEntityId: '',
    smsTemplateId: '',
    recoverySmsTemplateId: '',
    smsDomain: '',
    smsAppHash: '',
  },
}
