import { type Command, InvalidArgumentError } from 'commander'
import { OBJECT_ID } from '../../shared/object-id.ts'
import { contentTypes, type Report } from '../../shared/reports/report.ts'
import { allReports, reportsOfContent } from '../../shared/reports/reports-table.ts'
import { addStackOptions, examples, jsonOption, type StackOptions } from './options.ts'
import { print, printJson, printTable, toTime } from './print.ts'
import { useOutputs } from './use-outputs.ts'

/** An MCQ or docket with at least one report. */
interface ReportedItem {
  contentId: string
  contentType: string
  shortUid: string
  reports: number
  /** ISO 8601. */
  lastReport: string
}

/** `npm run reports`: lists reported items (MCQs, dockets), most reported first, or the reports of one item. */
export function defineReports(command: Command): Command {
  return addStackOptions(command)
    .description('Lists reported items, most reported first, or the reports of one item.')
    .argument('[content-id]', 'lists the reports of this item, with their comments', toContentId)
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples(
        'npm run reports',
        'npm run reports -- 65f1a2b3c4d5e6f708192a3b',
        'npm run reports -- --json --stage prod',
      ),
    )
    .action(reports)
}

function toContentId(text: string): string {
  const id = text.toLowerCase()
  if (OBJECT_ID.test(id)) return id
  throw new InvalidArgumentError('It must be 24 hex digits.')
}

async function reports(
  contentId: string | undefined,
  { json, outputs }: StackOptions,
): Promise<void> {
  useOutputs(outputs)
  const rows = contentId
    ? (await reportsOfContent(contentId)).map(toRow)
    : toItems(await readAll()).map((one) => ({ ...one }))
  if (json) printJson(rows)
  else if (rows.length === 0) print('There are no reports.')
  else printTable(rows)
}

async function readAll(): Promise<Report[]> {
  const reports: Report[] = []
  for await (const report of allReports()) reports.push(report)
  return reports
}

function toItems(reports: readonly Report[]): ReportedItem[] {
  return [...Map.groupBy(reports, ({ contentId }) => contentId)]
    .map(([contentId, ofItem]) => toItem(contentId, ofItem))
    .sort(
      (one, other) => other.reports - one.reports || (one.lastReport < other.lastReport ? 1 : -1),
    )
}

function toItem(contentId: string, reports: readonly Report[]): ReportedItem {
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
