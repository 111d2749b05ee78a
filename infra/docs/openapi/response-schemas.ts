import { loggedIn } from '../../../shared/accounts/logged-in.ts'
import { profilePicture, uploadedPicture } from '../../../shared/accounts/picture.ts'
import { userDetails } from '../../../shared/accounts/user-details.ts'
import { deletedUser } from '../../../shared/erasure/delete-user.ts'
import { pagination } from '../../../shared/http/pagination.ts'
import { dayRow } from '../../../shared/mcq-stats/day-stats.ts'
import { sentOtp } from '../../../shared/phone-verification/send-otp.ts'
import { portalUser } from '../../../shared/portal/portal-user.ts'
import { createdReport } from '../../../shared/reports/create-report.ts'
import { component, describeFields } from './component.ts'

const MESSAGE = 'What was done, in English.'
const picture = {
  filename: 'For display only: it is not unique.',
  width: 'Pixels of the stored image.',
  height: 'Pixels of the stored image.',
  aspect_ratio: 'Width to height in lowest terms, e.g. `4:3`.',
}

/** Says what answers are made of. */
export function describeResponses(): void {
  describeUsers()
  component('DeletedUser', deletedUser, 'The account that was deleted.', {
    id: '24 hex digits.',
    message: MESSAGE,
  })
  component('SentOtp', sentOtp, 'An OTP that is on its way.', {
    message: MESSAGE,
    expiry_time: 'Until when the OTP is good: epoch milliseconds.',
    oti: 'Handle of this OTP, to be given back with it.',
  })
  component('CreatedReport', createdReport, 'The report as filed.', {
    id: '24 hex digits; the same for the same report.',
    message: MESSAGE,
  })
  component('DayStats', dayRow, 'What a user did on one day in one course.', {
    id: '`{user_id}_{course_id}_{day_start_epoch_ms}`.',
    day_start_epoch_ms: 'Start of the day (00:00 UTC), epoch milliseconds.',
    first_attempt_total: 'First-time attempts of that day.',
    first_attempt_correct: 'Correct ones of these.',
    reattempt_total: 'Re-attempts.',
    reattempt_correct: 'Correct ones of these.',
    overall_total: 'All attempts: first and re-attempts.',
    overall_correct: 'All correct ones.',
  })
  component('Pagination', pagination, 'Where the page stands. Never encrypted.', {
    next_cursor:
      'Resumes after the last row of this page, also when `has_more` is false. Null before there is any row.',
    prev_cursor: 'Always null: there is no way back.',
    limit: 'The limit that was applied.',
    has_more: 'Whether there are more rows now.',
  })
  component('Member', portalUser, 'A user as the society portal knows them.', {
    firstName: 'First name.',
    lastName: 'Last name; empty for a mononym.',
    picture: 'Address of the profile picture.',
    email: 'E-mail address, in lower case.',
    year: '1 freshman, 2 sophomore, 3 junior, 4 senior, 5 post-senior.',
    major: 'Subject of study.',
    points: 'Points earned.',
  })
}

function describeUsers(): void {
  const details = 'The profile of a user. Null is what was never given.'
  component('UserDetailsResponse', userDetails, details, {
    id: '24 hex digits.',
    email: 'In lower case.',
    name: 'How they are called.',
    background_info: 'Educational or professional background.',
    attempt_number: 'Exam attempt number.',
    attempt_year: 'Year of the attempt.',
    phone_number: 'The verified number.',
    is_phone_validated: 'Whether there is a verified number.',
    profile_picture: 'The profile picture.',
    year: '1 freshman to 5 post-senior.',
    major: 'Subject of study.',
    points: 'Points earned.',
    created_at: 'Epoch milliseconds.',
    updated_at: 'Epoch milliseconds.',
  })
  describeFields(userDetails.shape.name, {
    first_name: 'Never empty.',
    last_name: 'Empty for a mononym.',
  })
  describeFields(userDetails.shape.phone_number.def.innerType, {
    code: 'India.',
    value: 'As a rule ten digits.',
  })
  component('UploadedPicture', uploadedPicture, 'A picture as stored.', picture)
  component('ProfilePicture', profilePicture, 'A picture and where it is.', {
    ...picture,
    url: 'Public address; it changes with the picture, so it may be cached for ever.',
  })
  component('LoggedIn', loggedIn, 'A new session.', {
    access_token:
      'To be sent as `Authorization: Bearer …`. Told once. `ua_`, user id (24 hex), session id (16 hex), secret (43 base64url).',
    token_type: 'Always `Bearer`.',
    expires_at: 'Until when the session lives: epoch milliseconds.',
    user: 'Who has logged in.',
  })
}
