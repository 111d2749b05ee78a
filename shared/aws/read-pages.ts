import {
  QueryCommand,
  type QueryCommandInput,
  type QueryCommandOutput,
  ScanCommand,
  type ScanCommandInput,
} from '@aws-sdk/client-dynamodb'
import { dynamo } from './dynamodb-client.ts'
import { type Plain, toInput, toValues, type Values } from './plain-values.ts'

// Queries and scans. DynamoDB reads at most 1 MB for each page. `Item` is the type of what is stored.

/** The items of one page, and where the next page starts. */
export interface ReadPage<Item = Values> {
  readonly items: Item[]
  /** `ExclusiveStartKey` of the next page. Undefined after the last page. */
  readonly next: Values | undefined
}

/** Reads one page of a query. */
export async function queryPage<Item = Values>(
  query: Plain<QueryCommandInput>,
): Promise<ReadPage<Item>> {
  return toPage(await dynamo.send(new QueryCommand(toInput<QueryCommandInput>(query))))
}

/** Reads one page of a scan. */
export async function scanPage<Item = Values>(
  scan: Plain<ScanCommandInput>,
): Promise<ReadPage<Item>> {
  return toPage(await dynamo.send(new ScanCommand(toInput<ScanCommandInput>(scan))))
}

/** Reads all pages of a query, one after another. */
export function queryPages<Item = Values>(query: Plain<QueryCommandInput>): AsyncGenerator<Item[]> {
  return allPages<Plain<QueryCommandInput>, Item>(queryPage, query)
}

/** Reads all items of a query into memory. */
export async function queryAll<Item = Values>(query: Plain<QueryCommandInput>): Promise<Item[]> {
  const items: Item[] = []
  for await (const page of queryPages<Item>(query)) items.push(...page)
  return items
}

/** Reads all pages of a scan, one after another. */
export function scanPages<Item = Values>(scan: Plain<ScanCommandInput>): AsyncGenerator<Item[]> {
  return allPages<Plain<ScanCommandInput>, Item>(scanPage, scan)
}

async function* allPages<Input, Item>(
  readPage: (input: Input) => Promise<ReadPage<Item>>,
  input: Input,
): AsyncGenerator<Item[]> {
  let next: ReadPage['next']
  do {
    const page = await readPage({ ...input, ...(next && { ExclusiveStartKey: next }) })
    yield page.items
    next = page.next
  } while (next)
}

function toPage<Item>({
  Items = [],
  LastEvaluatedKey,
}: Pick<QueryCommandOutput, 'Items' | 'LastEvaluatedKey'>): ReadPage<Item> {
  const next = LastEvaluatedKey && toValues(LastEvaluatedKey)
  return { items: Items.map((item) => toValues<Item>(item)), next }
}
