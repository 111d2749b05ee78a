/** The groups of routes, in the order in which they are shown. */
export const tags = [
  {
    name: 'Accounts',
    description: 'Open an account, log in and out, delete the account. V1 envelope.',
  },
  { name: 'Profile', description: 'What a user says of themselves. V1 envelope.' },
  { name: 'Phone number', description: 'Verify a phone number by SMS. V1 envelope.' },
  { name: 'MCQ stats', description: 'Daily counts of attempts, for offline apps. V1 envelope.' },
  { name: 'Reports', description: 'Issues with content. V1 envelope.' },
  {
    name: 'Society portal',
    description: 'The same users, as the student society’s portal knows them. Its own envelope.',
  },
] as const

/** The name of a group. */
export type Tag = (typeof tags)[number]['name']
