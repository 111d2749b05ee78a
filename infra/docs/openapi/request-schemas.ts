import * as z from 'zod'
import { courseIds } from '../../../shared/courses.ts'
import { deviceTimeHeader } from '../../../shared/http/device-time.ts'
import { syncQuery } from '../../../shared/mcq-stats/read-page.ts'
import { phoneNumber } from '../../../shared/phone-verification/phone-number.ts'
import { otpRequest } from '../../../shared/phone-verification/send-otp.ts'
import { otpVerification } from '../../../shared/phone-verification/verify-otp.ts'
import { portalUserUpdate } from '../../../shared/portal/update-portal-user.ts'
import { reportQuery } from '../../../shared/reports/create-report.ts'
import { givenReport } from '../../../shared/reports/report.ts'
import { credentials } from '../../../shared/sessions/log-in.ts'
import { registration } from '../../../shared/users/register-user.ts'
import { userInfo } from '../../../shared/users/user-info.ts'
import { component, describeFields } from './component.ts'

const EMAIL = 'E-mail address; trimmed, and the same in whatever case.'
const email = { description: EMAIL, override: { format: 'email', maxLength: 254 } }
const YEAR = '1 freshman, 2 sophomore, 3 junior, 4 senior, 5 post-senior.'
const LAST_NAME = 'May be blank: some people have one name.'
// The routes share the schema, and so what is said of it.
const COURSE_ID = {
  description: 'Course that the stats, or the reported content, belong to. 1: UPSC CSE.',
  override: { type: 'integer', enum: [...courseIds] },
  param: { example: 1 },
}
const PHONE_NUMBER = 'An Indian phone number.'

/** A number that a query tells in digits, as the schema has it behind them. */
function numberInQuery(field: z.core.$ZodType, description: string, example: number) {
  const { $schema, maximum, ...override } = z.toJSONSchema(field, { io: 'output' })
  const isBounded = maximum !== Number.MAX_SAFE_INTEGER
  return {
    description,
    param: { example },
    override: {
      ...override,
      pattern: undefined,
      ...(isBounded ? { maximum } : { format: 'int64' }),
    },
  }
}

/** Says what requests are made of. */
export function describeRequests(): void {
  describeFields(deviceTimeHeader, {
    'x-dev-time': 'The device’s clock: epoch milliseconds, 13 digits. Logged; it decides nothing.',
  })
  describeFields(syncQuery, {
    course_id: COURSE_ID,
    sync_from_epoch_ms: numberInQuery(
      syncQuery.shape.sync_from_epoch_ms,
      'Start of a day, UTC, epoch milliseconds. Only entries with `day_start_epoch_ms` >= this.',
      1714262400000,
    ),
    next_cursor: 'The `next_cursor` of the page before, base64. Omit for the first page.',
    limit: numberInQuery(syncQuery.shape.limit, 'Most records to return.', 50),
  })
  describeFields(reportQuery, { course_id: COURSE_ID })
  describeAccounts()
  describePhones()
  component('ReportRequest', givenReport, 'A report of an issue.', {
    content_id: {
      description: 'MongoDB ObjectId of the MCQ or docket: 24 hex digits, in either case.',
      override: { pattern: '^[0-9a-fA-F]{24}$' },
    },
    content_short_uid: 'Human-readable short UID, e.g. `M01234`.',
    content_type: '1 docket, 2 MCQ.',
    issue_type: '1 default.',
    comments: 'Detailed description of the issue; not blank.',
  })
  describeMembers()
}

function describeAccounts(): void {
  component('Registration', registration, 'What somebody gives to open an account.', {
    email,
    password: {
      description: 'At least 8 characters and at most 1,024 bytes; taken as it is.',
      override: { format: 'password', minLength: 8, maxLength: 1024 },
    },
    name: 'How they are called.',
    year: YEAR,
    major: 'Subject of study.',
  })
  describeFields(registration.shape.name, { first_name: 'Not blank.', last_name: LAST_NAME })
  component('Credentials', credentials, 'What somebody gives to log in.', {
    email,
    password: { description: 'The password.', override: { format: 'password' } },
  })
  component('UserInfoUpdate', userInfo, 'What is to change. Null means: not given.', {
    name: 'Either part may come alone.',
    background_info: 'Educational or professional background. An empty string clears it.',
    attempt_number: 'Exam attempt number.',
    attempt_year: 'Year of the attempt.',
  })
  describeFields(userInfo.shape.name.def.innerType.def.innerType, {
    first_name: 'Not blank.',
    last_name: LAST_NAME,
  })
}

function describePhones(): void {
  describeFields(phoneNumber.def.in, {
    code: 'India only.',
    value:
      '10–15 digits. A leading `0`, `91`, `091` or `0091` before ten digits is dropped: one SIM is one number.',
  })
  component('OtpRequest', otpRequest, 'The number to send an OTP to.', {
    phone_number: PHONE_NUMBER,
  })
  component('OtpAnswer', otpVerification, 'The OTP, given back.', {
    phone_number: PHONE_NUMBER,
    otp: { description: 'The six digits of the SMS.', override: { minLength: 1, maxLength: 10 } },
    oti: 'As send-phone-otp answered it.',
  })
}

function describeMembers(): void {
  component('MemberUpdate', portalUserUpdate, 'The user object, with whatever is to change.', {
    user: {
      description: 'Changes, and the current password.',
      override: { required: ['password'] },
    },
  })
  describeFields(portalUserUpdate.shape.user, {
    firstName: 'First name.',
    lastName: 'Last name.',
    major: 'Subject of study.',
    year: `${YEAR} A string of one digit is as good.`,
    password: {
      description: 'The current password.',
      override: { anyOf: undefined, type: 'string', format: 'password', minLength: 1 },
    },
    newPassword: {
      description: 'The new password, of at least 8 characters and at most 1,024 bytes.',
    },
    confPassword: 'The new password again. Must be given when `newPassword` is.',
  })
}
