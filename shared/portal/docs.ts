import { MAJOR, NEW_PASSWORD, YEAR } from '../accounts/docs.ts'
import { MAX_PASSWORD_BYTES, MIN_PASSWORD } from '../accounts/fields.ts'
import { describeComponent, type FeatureDocs } from '../feature-docs.ts'
import {
  InvalidPasswordError,
  NewPasswordTooShortError,
  NewPasswordTooWeakError,
  PasswordRequiredError,
  PasswordsDoNotMatchError,
} from './errors.ts'
import { type PortalUser, portalUser } from './portal-user.ts'
import { portalUserUpdate } from './update-portal-user.ts'

/** The user of the portal document's examples. */
export const examplePortalUser: PortalUser = {
  firstName: 'John',
  lastName: 'Smith',
  picture: 'http://johnsmith.com/profile.jpg',
  email: 'jsmith@example.com',
  year: 2,
  major: 'Cognitive Science',
  points: 0,
}

export const docs: FeatureDocs = {
  schemas: [
    describeComponent('PortalUser', portalUser, 'A user in the form that the portal uses.', {
      firstName: 'First name.',
      lastName: 'Last name. Empty for people with one name.',
      picture: 'URL of the profile picture.',
      email: 'E-mail address, in lower case.',
      year: YEAR,
      major: MAJOR,
      points: 'Points earned.',
    }),
    describeComponent(
      'PortalUserUpdate',
      portalUserUpdate,
      'The user object with the fields to change.',
      {
        user: {
          description: 'The fields to change, and the current password.',
          override: { required: ['password'] },
          fields: {
            firstName: 'First name.',
            lastName: 'Last name.',
            major: MAJOR,
            year: `${YEAR} Also accepted as a string.`,
            password: {
              description: 'The current password.',
              override: { anyOf: undefined, type: 'string', format: 'password', minLength: 1 },
            },
            newPassword: {
              description: `The new password. ${NEW_PASSWORD.description}`,
              override: { format: 'password', maxLength: MAX_PASSWORD_BYTES },
            },
            confPassword: {
              description: 'The new password again. Required together with `newPassword`.',
              override: { format: 'password', maxLength: MAX_PASSWORD_BYTES },
            },
          },
        },
      },
    ),
  ],
  errors: [
    { error: new PasswordRequiredError(), when: 'The user object is missing the password field.' },
    {
      error: new InvalidPasswordError(),
      when: 'The user entered their current password incorrectly.',
    },
    {
      error: new PasswordsDoNotMatchError(),
      when: 'Either the newPassword and confPassword fields do not match or one of them is blank. HTTP 200, as documented.',
    },
    {
      error: new NewPasswordTooShortError(),
      when: `New password must be at least ${MIN_PASSWORD} characters. HTTP 200, as documented.`,
    },
    {
      error: new NewPasswordTooWeakError('Is one of the most common passwords'),
      when: "The new password is one of the most common, or the user's own e-mail address or name.",
    },
  ],
}
