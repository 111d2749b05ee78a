import { EMAIL } from '../accounts/docs.ts'
import { describeComponent, type FeatureDocs } from '../feature-docs.ts'
import { InvalidCredentialsError } from './errors.ts'
import { credentials } from './log-in.ts'
import { logoutRequest } from './log-out.ts'

export const docs: FeatureDocs = {
  schemas: [
    describeComponent('Credentials', credentials, 'E-mail address and password.', {
      email: EMAIL,
      password: { description: 'The password.', override: { format: 'password' } },
    }),
    describeComponent('Logout', logoutRequest, 'The sessions to end.', {
      scope:
        '`this`: the session of the token. `others`: all other sessions of the user. `all`: all sessions of the user.',
    }),
  ],
  errors: [
    {
      error: new InvalidCredentialsError(),
      when: 'The e-mail address or the password is wrong. The error does not say which.',
    },
  ],
}
