import type { Command } from 'commander'
import { findUser, type UserRecord } from './find-user.ts'
import { examples, jsonOption, outputsOption, type StackOptions } from './options.ts'
import { print, printJson, toTime, withoutControls } from './print.ts'
import { useOutputs } from './use-outputs.ts'

/** `npm run user`: everything stored about a user. */
export function defineUser(command: Command): Command {
  return command
    .description('Shows everything stored about a user, except secrets and hashes.')
    .argument('<user>', 'e-mail address, phone number or id')
    .addOption(jsonOption())
    .addOption(outputsOption())
    .addHelpText(
      'after',
      examples(
        'npm run user -- demo@example.com',
        'npm run user -- +919876543210 --json',
        'npm run user -- 6b03200c5a0b9d5ae2f24e5c --outputs outputs.json',
      ),
    )
    .action(async (key: string, { json, outputs }: StackOptions) => {
      useOutputs(outputs)
      const found = await findUser(key)
      if (!found) throw new Error(`Nothing is stored under ${key}.`)
      if (json) printJson(found)
      else print(toText(found))
    })
}

function toText(record: UserRecord): string {
  const { id, profile, sessions, claims, otps, stats, tombstone } = record
  const sections = [
    ['id', [id]],
    ['profile', profile ? Object.entries(profile).map(toLine) : ['none']],
    ['deleted', tombstone ? [`${toTime(tombstone.deleted_at)}, not yet purged`] : []],
    ['claims', claims.map((one) => `${one.kind} ${one.value} → ${toOwner(one.user_id, id)}`)],
    ['sessions', sessions.map(toSessionLine)],
    ['OTPs', otps.map(toOtpLine)],
    ['stats', stats.map(toStatsLine)],
  ] as const
  return sections
    .filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => `${title}\n${lines.map((line) => `  ${line}`).join('\n')}`)
    .join('\n')
}

function toLine([name, value]: [string, unknown]): string {
  const isTime = name.endsWith('_at') && typeof value === 'number'
  const text = typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)
  return `${name.padEnd(18)} ${isTime ? toTime(value) : withoutControls(text).replaceAll('\n', ' ')}`
}

function toSessionLine(one: UserRecord['sessions'][number]): string {
  const use =
    one.last_used_at === null ? 'not used' : `used ${toTime(one.last_used_at).slice(0, 10)}`
  return `${toTime(one.created_at)} until ${toTime(one.expires_at)}, ${use}`
}

function toOwner(userId: string | null, id: string): string {
  if (userId === id) return 'this user'
  return userId ?? 'no user'
}

function toOtpLine({ phone, tries, otp_ends_at, oti_ends_at }: UserRecord['otps'][number]): string {
  const ends = `OTP expires ${toTime(otp_ends_at)}, OTI ${toTime(oti_ends_at)}`
  return `${phone}: ${tries} tries, ${ends}`
}

function toStatsLine(totals: UserRecord['stats'][number]): string {
  const { course_id, days, first_attempt_total, first_attempt_correct } = totals
  const first = `${first_attempt_total} first attempts (${first_attempt_correct} correct)`
  const again = `${totals.reattempt_total} re-attempts (${totals.reattempt_correct} correct)`
  return `course ${course_id}: ${days} days, ${first}, ${again}`
}
