import type { RestoredTables } from './stage.ts'

// The values that only the operator of a stage knows. Fill them in before the first deployment of the stage. Until
// then, `npm run deploy` refuses the stage and names the missing values. None is secret, so commit them.
// docs/operations.md says where each value comes from.

/** The own values of one stage. An empty text is a missing value. */
export interface OwnValues {
  /** Number of the AWS account, 12 digits. A deployment to another account is refused. */
  readonly account?: string
  /** The name of the app that users know. Every SMS and the page /delete-account have it. */
  readonly appName: string
  /** Receives an e-mail for each alarm. */
  readonly alarmEmail?: string
  /** Where operators read docs/runbook.md. Each alarm links to its section there. @default that path */
  readonly runbookUrl?: string
  /** The header registered with India's mobile operators (DLT): three to six letters. */
  readonly smsSenderId: string
  /** The registered entity (DLT): 19 digits. */
  readonly smsEntityId: string
  /** The registered template (DLT) of the SMS that verifies a phone: 19 digits. */
  readonly smsTemplateId: string
  /** The registered template (DLT) of the SMS that resets a password: 19 digits. */
  readonly recoverySmsTemplateId: string
  /** The app's domain with a leading `@`. iOS offers the OTP of an SMS only to the app of its domain: see sms-text.ts. */
  readonly smsDomain: string
  /** The app's hash, 11 characters. Android passes an SMS to the app with its hash: see sms-text.ts. */
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
