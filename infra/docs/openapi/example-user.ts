import type { UserDetails } from '../../../shared/accounts/user-details.ts'

/** An OTI of the documents' examples. */
export const EXAMPLE_OTI = 'b2c3d4e5-f6a7-8901-bcde-f12345678901'

/** The phone number of the documents' examples. */
export const EXAMPLE_PHONE = { code: '+91', value: '9876543210' } as const

/** The user of the documents' examples, as V1 shows them. */
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

/** The member of the society's document. */
export const exampleMember = {
  firstName: 'John',
  lastName: 'Smith',
  picture: 'http://johnsmith.com/profile.jpg',
  email: 'jsmith@example.com',
  year: 2,
  major: 'Cognitive Science',
  points: 0,
}

/** John Smith right after the registration, with his token. */
export const exampleLogin = {
  access_token:
    'ua_507f1f77bcf86cd799439011a1b2c3d4e5f60718AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8',
  token_type: 'Bearer' as const,
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
