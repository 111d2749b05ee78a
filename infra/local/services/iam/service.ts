import { nameOnly } from '../../template/resource-type.ts'
import type { Service } from '../service.ts'

export const ROLE = 'AWS::IAM::Role'
export const POLICY = 'AWS::IAM::Policy'

/** Roles and the policies in them, which the AWS endpoint enforces. */
export const iam: Service = {
  types: {
    [ROLE]: {
      nameProperty: 'RoleName',
      attributes: ({ name, place }) => ({
        Ref: name,
        Arn: `arn:aws:iam::${place.accountId}:role/${name}`,
      }),
    },
    [POLICY]: nameOnly,
  },
  updatable: [ROLE, POLICY],
}
