import { EMAIL, FIRST_NAME, LAST_NAME, MAJOR, NEW_PASSWORD, YEAR } from '../accounts/docs.ts'
import { describeComponent, type FeatureDocs } from '../feature-docs.ts'
import { EmailAlreadyRegisteredError } from './errors.ts'
import { registration } from './register-user.ts'
import { userInfo } from './user-info.ts'

const nameFields = { first_name: FIRST_NAME, last_name: LAST_NAME }

export const docs: FeatureDocs = {
  schemas: [
    describeComponent('Registration', registration, 'The data of a new account.', {
      email: EMAIL,
      password: NEW_PASSWORD,
      name: { description: 'The user’s name.', fields: nameFields },
      year: YEAR,
      major: MAJOR,
    }),
    describeComponent('UserInfoUpdate', userInfo, 'The fields to change. Null means "not given".', {
      name: { description: 'Either part may be given alone.', fields: nameFields },
      background_info:
        'Educational or professional background. An empty string clears it. The maximum length applies after trimming.',
      attempt_number: 'Exam attempt number.',
      attempt_year: 'Year of the attempt.',
    }),
  ],
  errors: [
    {
      error: new EmailAlreadyRegisteredError(),
      when: 'Another account has this e-mail address. Upper and lower case make no difference.',
    },
  ],
}
