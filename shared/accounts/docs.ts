import { describeComponent, type FeatureDocs } from '../feature-docs.ts'
import { DAY_MS } from '../time.ts'
import { UnauthorizedError } from './errors.ts'
import { MAX_PASSWORD_BYTES, MIN_PASSWORD } from './fields.ts'
import { MAX_SESSION_AGE_MS, SESSION_LIFETIME_MS } from './limits.ts'
import { type LoggedIn, loggedIn } from './logged-in.ts'
import { profilePicture, uploadedPicture } from './picture.ts'
import { type UserDetails, userDetails } from './user-details.ts'

/** Descriptions of fields that several features accept or return. */
export const FIRST_NAME = 'Not blank.'
export const LAST_NAME = 'May be blank: some people have one name.'
export const MAJOR = 'Subject of study.'
export const YEAR = '1 freshman, 2 sophomore, 3 junior, 4 senior, 5 post-senior.'
export const EMAIL = {
  description:
    'E-mail address. It is trimmed and converted to lower case. The domain `invalid` is refused.',
  showsParsedType: true,
}
export const NEW_PASSWORD = {
  description: `At least ${MIN_PASSWORD} characters and at most ${MAX_PASSWORD_BYTES} bytes. Not trimmed.`,
  override: { format: 'password', minLength: MIN_PASSWORD, maxLength: MAX_PASSWORD_BYTES },
}

/** After how many days an unused session ends, and after how many every session ends. */
export const SESSION_DAYS = SESSION_LIFETIME_MS / DAY_MS
export const MAX_SESSION_DAYS = MAX_SESSION_AGE_MS / DAY_MS

/** The user of the V1 document's examples. */
export const exampleUser: UserDetails = {
  id: '507f1f77bcf86cd799439011',
  email: 'jdoe@example.com',
  name: { first_name: 'John', last_name: 'Doe' },
  background_info: 'Engineering graduate, preparing for UPSC',
  attempt_number: 2,
  attempt_year: 2026,
  phone_number: null,
  is_phone_validated: false,
  profile_picture: {
    url: 'https://d111111abcdef8.cloudfront.net/507f1f77bcf86cd799439011/V1StGXR8_Z5jdHi6.jpg',
    filename: 'profile_507f1f77.jpg',
    width: 400,
    height: 400,
    aspect_ratio: '1:1',
  },
  year: null,
  major: null,
  points: 0,
  created_at: 1714262400000,
  updated_at: 1714400000000,
}

/** The user of the portal document right after registration, with their token. */
export const exampleLogin: LoggedIn = {
  access_token:
    'ua_507f1f77bcf86cd799439011a1b2c3d4e5f60718AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8',
  token_type: 'Bearer',
  expires_at: 1716992000000,
  user: {
    ...exampleUser,
    email: 'jsmith@example.com',
    name: { first_name: 'John', last_name: 'Smith' },
    background_info: null,
    attempt_number: null,
    attempt_year: null,
    profile_picture: null,
    year: 2,
    major: 'Cognitive Science',
  },
}

const pictureFields = {
  filename: 'For display only: it is not unique.',
  width: 'Pixels of the stored image.',
  height: 'Pixels of the stored image.',
  aspect_ratio: 'Width to height in lowest terms, e.g. `4:3`.',
}

export const docs: FeatureDocs = {
  schemas: [
    describeComponent(
      'UserDetailsResponse',
      userDetails,
      'The profile of a user. A field that was never set is null.',
      {
        id: '24 hex digits.',
        email: 'In lower case.',
        name: {
          description: 'The user’s name.',
          fields: { first_name: 'Never empty.', last_name: 'Empty for people with one name.' },
        },
        background_info: 'Educational or professional background.',
        attempt_number: 'Exam attempt number.',
        attempt_year: 'Year of the attempt.',
        phone_number: {
          description: 'The verified number.',
          fields: { code: 'The country code of India.', value: 'Usually ten digits.' },
        },
        is_phone_validated: 'Whether there is a verified number.',
        profile_picture: 'The profile picture.',
        year: '1 freshman to 5 post-senior.',
        major: MAJOR,
        points: 'Points earned.',
        created_at: 'Epoch milliseconds.',
        updated_at: 'Epoch milliseconds.',
      },
    ),
    describeComponent('UploadedPicture', uploadedPicture, 'A picture as stored.', pictureFields),
    describeComponent('ProfilePicture', profilePicture, 'A picture and its URL.', {
      ...pictureFields,
      url: 'Public URL. Never reused for another picture, so the image may be cached forever.',
    }),
    describeComponent('LoggedIn', loggedIn, 'A new session.', {
      access_token:
        'To be sent as `Authorization: Bearer …`. Returned only once. Format: `ua_`, user id (24 hex), session id (16 hex), secret (43 base64url).',
      token_type: 'Always `Bearer`.',
      expires_at:
        `When the session ends if it is not used before: epoch milliseconds. The first request of a UTC day moves the end ` +
        `to ${SESSION_DAYS} days after that request, but never to more than ${MAX_SESSION_DAYS} days after the login. ` +
        'Requests that only send an OTP or a report do not move it.',
      user: null,
    }),
  ],
  errors: [
    {
      error: new UnauthorizedError(),
      when: 'The token is missing, malformed, expired or logged out, or its account is gone. The error is the same for all of these.',
    },
  ],
}
