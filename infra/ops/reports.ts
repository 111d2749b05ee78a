import { contentTypes, type Report } from '../../shared/reports/report.ts'
import { allReports, reportsOfContent } from '../../shared/reports/reports-table.ts'
import { print, runCommand, UsageError } from './run-command.ts'
import { useOutputs } from './use-outputs.ts'

// `npm run reports`: what users complain of, most reported first.

interface ReportedContent {
  contentId: string
  contentType: string
  shortUid: string
  reports: number
  /** ISO 8601. */
  lastReport: string
}

await runCommand({
  usage: `npm run reports -- [<content id>] [--json] [--outputs <file>]

  <content id>      only this content's reports, with their comments
  --json            one JSON document instead of a table
  --outputs <file>  a deployed stack's outputs; the local stack's when absent`,
  options: { json: { type: 'boolean' }, outputs: { type: 'string' } },
  run: async ([contentId, ...rest], { json, outputs }) => {
    if (rest.length > 0) throw new UsageError('Give one content id at most.')
    useOutputs(outputs)
    const rows = contentId
      ? (await reportsOfContent(contentId)).map(toRow)
      : byContent(await readAll())
    if (json) print(JSON.stringify(rows, null, 2))
    else if (rows.length === 0) print('There are no reports.')
    // biome-ignore lint/suspicious/noConsole: the table is the answer.
    else console.table(rows)
  },
})

async function readAll(): Promise<Report[]> {
  const reports: Report[] = []
  for await (const report of allReports()) reports.push(report)
  return reports
}

function byContent(reports: readonly Report[]): ReportedContent[] {
  return [...Map.groupBy(reports, ({ contentId }) => contentId)]
    .map(([contentId, ofContent]) => toContent(contentId, ofContent))
    .sort(
      (one, other) => other.reports - one.reports || (one.lastReport < other.lastReport ? 1 : -1),
    )
}

function toContent(contentId: string, reports: readonly Report[]): ReportedContent {
  const [first] = reports
  return {
    contentId,
    contentType: first ? nameOf(first.contentType) : '',
    shortUid: reports.find(({ contentShortUid }) => contentShortUid)?.contentShortUid ?? '',
    reports: reports.length,
    lastReport: toTime(Math.max(...reports.map(({ createdAt }) => createdAt))),
  }
}

function toRow({ id, userId, comments, createdAt }: Report) {
  return { id, user: userId ?? '(deleted)', comments, reported: toTime(createdAt) }
}

function nameOf(contentType: number): string {
  const [name = String(contentType)] =
    Object.entries(contentTypes).find(([, value]) => value === contentType) ?? []
  return name
}

function toTime(epochMs: number): string {
  return new Date(epochMs).toISOString()
}
