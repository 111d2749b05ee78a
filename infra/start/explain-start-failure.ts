import { LOCAL_FOLDER } from './local-folder.ts'

const ELSEWHERE = 'or keep it elsewhere: LOCAL_FOLDER=/tmp/user-api npm start'
const UNWRITABLE = `${LOCAL_FOLDER} cannot be written to. Make it writable, ${ELSEWHERE}`
const FULL = `There is no space left for ${LOCAL_FOLDER}. Free some, ${ELSEWHERE}`

/** By the system's code, or by its words where a program passes on only those. */
const ADVICE: readonly (readonly [RegExp, string])[] = [
  [/ENOSPC|EDQUOT|no space left on device|SQLITE_FULL|database or disk is full/i, FULL],
  [/EACCES|EPERM|EROFS|ENOTDIR|permission denied|read-only file system/i, UNWRITABLE],
]

/** Why the local stack did not start, and what to do about it. */
export function explainStartFailure(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  const { code = '' } = error as { code?: string }
  const [, advice] = ADVICE.find(([pattern]) => pattern.test(`${code} ${message}`)) ?? []
  return advice ? `${advice}\n(${message})` : message
}
