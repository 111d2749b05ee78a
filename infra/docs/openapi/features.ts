import { docs as accounts } from '../../../shared/accounts/docs.ts'
import { docs as shared } from '../../../shared/docs.ts'
import { docs as erasure } from '../../../shared/erasure/docs.ts'
import type { ErrorDocs, FeatureDocs, SchemaDocs } from '../../../shared/feature-docs.ts'
import { docs as http } from '../../../shared/http/docs.ts'
import { docs as login } from '../../../shared/login/docs.ts'
import { docs as mcqStats } from '../../../shared/mcq-stats/docs.ts'
import { docs as otps } from '../../../shared/otps/docs.ts'
import { docs as passwordRecovery } from '../../../shared/password-recovery/docs.ts'
import { docs as phoneVerification } from '../../../shared/phone-verification/docs.ts'
import { docs as portal } from '../../../shared/portal/docs.ts'
import { docs as rateLimits } from '../../../shared/rate-limits/docs.ts'
import { docs as reports } from '../../../shared/reports/docs.ts'
import { docs as users } from '../../../shared/users/docs.ts'

// Every docs.ts of shared/. knip reports one that is missing here.
const features: readonly FeatureDocs[] = [
  shared,
  http,
  accounts,
  users,
  login,
  erasure,
  otps,
  phoneVerification,
  passwordRecovery,
  mcqStats,
  reports,
  rateLimits,
  portal,
]

/** Every error that a client can get. */
export const documentedErrors: readonly ErrorDocs[] = features.flatMap(({ errors = [] }) => errors)

/** Every schema that has a description. */
export const documentedSchemas: readonly SchemaDocs[] = features.flatMap(
  ({ schemas = [] }) => schemas,
)
