import { join } from 'node:path'
import { BACKUP_DAYS } from '../../../shared/erasure/limits.ts'
import type { Stage } from '../../stages/stage.ts'
import type { PageFunction } from '../bundle-page.ts'

/**
 * The function behind /delete-account. Google Play requires a web page for the deletion of accounts:
 * https://support.google.com/googleplay/android-developer/answer/13327111
 */
export const deleteAccountPage: PageFunction = {
  id: 'DeleteAccountPage',
  file: '../infra/pages/delete-account/serve.ts',
  path: join(import.meta.dirname, 'serve.ts'),
  contract: { summary: 'Show the page to delete an account', uses: {}, memoryMb: 256 },
  paths: ['/delete-account'],
  files: [],
}

/** The function's environment: the values of the stage that the page shows. */
export function deleteAccountEnvironment(stage: Stage): Record<string, string> {
  return {
    APP_NAME: stage.appName,
    LOG_RETENTION_DAYS: String(stage.logRetentionDays),
    ...(stage.keepsData && { BACKUP_DAYS: String(BACKUP_DAYS) }),
  }
}
