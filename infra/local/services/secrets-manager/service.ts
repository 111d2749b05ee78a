import { arnOf, nameOnly } from '../../template/resource-type.ts'
import type { Service } from '../service.ts'

/** Secrets Manager. The template resolver uses the ARN of a secret as the secret's value. */
export const secretsManager: Service = {
  types: {
    'AWS::SecretsManager::ResourcePolicy': nameOnly,
    'AWS::SecretsManager::Secret': {
      nameProperty: 'Name',
      attributes: ({ name, place }) => ({ Ref: arnOf('secretsmanager', place, `secret:${name}`) }),
    },
  },
}
