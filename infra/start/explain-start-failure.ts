import { LOCAL_FOLDER } from './local-folder.ts'

const ELSEWHERE = 'or keep it elsewhere: LOCAL_FOLDER=/tmp/user-api npm start'
const UNWRITABLE = `${LOCAL_FOLDER} cannot be written to. Make it writable, ${ELSEWHERE}`
const FULL = `There is no space left for ${LOCAL_FOLDER}. Free some, ${ELSEWHERE}`
const WATCHES =
  'The system’s limit of watched files is reached: npm start watches each folder of the sources. ' +
  'End other programs that watch files, e.g. an editor, or raise the limit: ' +
  'on Linux, sudo sysctl fs.inotify.max_user_watches=524288 fs.inotify.max_user_instances=512'
const RESET = '`npm run reset` deletes the local data.'

/** Advice by error. Patterns match code and message, because some programs give only a message. */
const ADVICE: readonly (readonly [RegExp, string])[] = [
  // Linux reports its limits of inotify as a full disk and as too many open files.
  [
    /ENOSPC: System limit for number of file watchers reached|EMFILE: too many open files, watch/,
    WATCHES,
  ],
  [/ENOSPC|EDQUOT|no space left on device|SQLITE_FULL|database or disk is full/i, FULL],
  [/EACCES|EPERM|EROFS|ENOTDIR|permission denied|read-only file system/i, UNWRITABLE],
]

/** Returns why the local stack did not start, and what to do. */
export function explainStartFailure(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  const { code = '' } = error as { code?: string }
  const [, advice] = ADVICE.find(([pattern]) => pattern.test(`${code} ${message}`)) ?? []
  if (advice) return `${advice}\n(${message})`
  if (error instanceof SyntaxError) return whereAndWhat(error)
  return /delete the local data/i.test(message) ? `${message}\n${RESET}` : message
}

/** Node writes file, line and code into the stack, above its own frames. */
function whereAndWhat({ stack = '' }: SyntaxError): string {
  return stack.split('\n    at ')[0] ?? stack
}
