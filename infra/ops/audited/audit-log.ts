import { appendFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import {
  CloudWatchLogsClient,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { clientConfig } from '../../../shared/aws/client-config.ts'
import { LOCAL_FOLDER } from '../../start/local-folder.ts'
import type { Outputs } from '../read-outputs.ts'

/**
 * One line of the audit log. Each action writes two, with the same `id`: what it will do, and how it ended.
 * The line names a user by id, and contains no e-mail address, phone or secret.
 */
export interface AuditRecord extends AuditedAction {
  readonly id: string
  /** ISO 8601. */
  readonly time: string
  readonly phase: 'intent' | 'result'
  readonly operator: string
  readonly account: string
  readonly stack: string
  readonly outcome?: 'done' | 'failed'
  /** The name of the error when the action failed. */
  readonly error?: string
}

/** An action, and the user, the table or the feature flag that it changes. */
export interface AuditedAction {
  readonly action: string
  readonly user_id?: string
  readonly table?: string
  readonly flag?: string
  readonly details?: Readonly<Record<string, number>> | undefined
}

/** Writes a record. @throws Error when the record is not stored. */
export type WriteAudit = (record: AuditRecord) => Promise<void>

/** Returns the function that writes to the audit log of a stack: a log group, or a file for the local stack. */
export function auditLogOf({ AwsEndpointUrl, AuditLogGroupName }: Outputs): WriteAudit {
  if (AwsEndpointUrl) return appendToFile
  if (AuditLogGroupName) return (record) => putLogEvent(AuditLogGroupName, record)
  throw new Error(
    'These outputs have no AuditLogGroupName: deploy the stack again. Nothing was done.',
  )
}

async function appendToFile(record: AuditRecord): Promise<void> {
  await mkdir(LOCAL_FOLDER, { recursive: true })
  const file = join(LOCAL_FOLDER, 'audit.log')
  await appendFile(file, `${JSON.stringify(record)}\n`, { mode: 0o600 })
}

async function putLogEvent(logGroupName: string, record: AuditRecord): Promise<void> {
  const logs = new CloudWatchLogsClient(clientConfig(3, 5000))
  // A stream for each action, so that no other action writes between its two lines.
  const changed = record.user_id ?? record.table ?? record.flag
  const stream = { logGroupName, logStreamName: `${changed}/${record.id}` }
  if (record.phase === 'intent') await logs.send(new CreateLogStreamCommand(stream))
  const { rejectedLogEventsInfo: rejected } = await logs.send(
    new PutLogEventsCommand({
      ...stream,
      logEvents: [{ timestamp: Date.parse(record.time), message: JSON.stringify(record) }],
    }),
  )
  // The SDK does not throw on a rejected record: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_RejectedLogEventsInfo.html
  if (rejected)
    throw new Error(
      'CloudWatch rejected the time of the record: correct the clock of this machine.',
    )
}
