import type {
  ContinuousBackupsDescription,
  LocalSecondaryIndexDescription,
  OnDemandThroughput,
  RestoreTableToPointInTimeInput,
  TableDescription,
  TagResourceInput,
  UpdateContinuousBackupsInput,
  UpdateTableInput,
} from '@aws-sdk/client-dynamodb'
import { BatchWriteCommand, paginateScan } from '@aws-sdk/lib-dynamodb'
import type { AwsApi, AwsCall, AwsResponse, Forward } from '../../infra/local/endpoint/aws-api.ts'
import { jsonError } from '../../infra/local/endpoint/responses.ts'
import { describeDynamoDbCall } from '../../infra/local/services/dynamodb/needs.ts'
import type { Template } from '../../infra/release/released-template.ts'
import { cloudFormationOf, type DeployedResources, lambdaOf } from './deployed-resources.ts'
import { ACCOUNT, forwardTo, REGION, respond } from './deployed-stack.ts'
import { tables } from './stack.ts'

type Item = Record<string, unknown>

const TABLE_ARN = `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/`

/**
 * The parts of AWS that a restore needs and the local stack lacks: CloudFormation, Lambda's concurrency and
 * point-in-time recovery. A restore really makes a table, of the items that were there at the snapshot.
 */
export class RestorableStack implements DeployedResources {
  template: Template
  names: Map<string, string>
  readonly concurrency = new Map<string, number>()
  readonly backedUp = new Set<string>()
  readonly tags = new Map<string, TagResourceInput['Tags']>()
  /** Limits of tables and of their indexes, which DynamoDB Local accepts and forgets. */
  readonly limits = new Map<string | undefined, OnDemandThroughput>()
  /** The calls, as in `dynamodb UpdateTable`. */
  readonly calls: string[] = []
  /** Called before each call. */
  onCall: (call: string) => void = () => undefined
  /** How often a restored table is described before it is ready. The first time it is not seen yet. */
  looksUntilActive = 0
  readonly #restores = new Map<string, { source: string; to: Date; looks: number }>()
  readonly #snapshots = new Map<string, Item[]>()

  /** @param names physical names by logical id. */
  constructor(template: Template, names: Map<string, string>) {
    this.template = template
    this.names = names
  }

  /** Remembers the items of a table, to which it can be restored. */
  async takeSnapshot(table: string): Promise<void> {
    const items: Item[] = []
    for await (const page of paginateScan({ client: tables }, { TableName: table })) {
      items.push(...(page.Items ?? []))
    }
    this.#snapshots.set(table, items)
  }

  /** The services, for startDeployedStack. */
  apis(): AwsApi[] {
    return [this.#dynamoDb(), cloudFormationOf(this), lambdaOf(this)]
  }

  record(call: string): void {
    this.calls.push(call)
    this.onCall(call)
  }

  #dynamoDb(): AwsApi {
    const api = forwardTo('dynamodb', describeAnyCall, ['dynamodb:EnclosingOperation'])
    return {
      ...api,
      perform: async (call, forward, denialOf) => {
        const { operation } = describeAnyCall(call)
        this.record(`dynamodb ${operation}`)
        const body = JSON.parse(call.body.toString())
        switch (operation) {
          case 'RestoreTableToPointInTime':
            return await this.#restore(call, forward, body)
          case 'DescribeContinuousBackups':
            return await respond(wire({ ContinuousBackupsDescription: this.#backupsOf(body) }))
          case 'UpdateContinuousBackups': {
            const { TableName = '' } = body as UpdateContinuousBackupsInput
            this.backedUp.add(TableName)
            return await respond(wire({ ContinuousBackupsDescription: this.#backupsOf(body) }))
          }
          case 'TagResource': {
            const { ResourceArn = '', Tags } = body as TagResourceInput
            this.tags.set(ResourceArn.split('/').at(-1) ?? '', Tags)
            return await respond({})
          }
          case 'UpdateTable':
            this.#keepLimits(body)
            return await api.perform(call, forward, denialOf)
          case 'DescribeTable':
            return this.#withRestore(body.TableName, await api.perform(call, forward, denialOf))
          default:
            return await api.perform(call, forward, denialOf)
        }
      },
    }
  }

  #backupsOf({ TableName }: { TableName: string }): ContinuousBackupsDescription {
    const isOn = this.backedUp.has(TableName)
    return {
      ContinuousBackupsStatus: 'ENABLED',
      PointInTimeRecoveryDescription: {
        PointInTimeRecoveryStatus: isOn ? 'ENABLED' : 'DISABLED',
        ...(isOn && {
          EarliestRestorableDateTime: new Date('2026-10-18T00:00:00Z'),
          LatestRestorableDateTime: new Date('2026-11-22T12:00:00Z'),
        }),
      },
    }
  }

  /** Makes a table with the keys and indexes of the source, as DynamoDB does, and without its other settings. */
  async #restore(
    call: AwsCall,
    forward: Forward,
    { SourceTableName, TargetTableName, RestoreDateTime }: Wired<RestoreTableToPointInTimeInput>,
  ): Promise<AwsResponse> {
    const source = String(SourceTableName)
    const target = String(TargetTableName)
    const { Table = {} } = await this.#send(call, forward, 'DescribeTable', { TableName: source })
    const created = await this.#send(call, forward, 'CreateTable', {
      TableName: target,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: Table.KeySchema,
      AttributeDefinitions: Table.AttributeDefinitions,
      GlobalSecondaryIndexes: Table.GlobalSecondaryIndexes?.map(toDefinition),
      LocalSecondaryIndexes: Table.LocalSecondaryIndexes?.map(toDefinition),
    })
    const items = this.#snapshots.get(source) ?? []
    for (let start = 0; start < items.length; start += 25) {
      const puts = items.slice(start, start + 25).map((Item) => ({ PutRequest: { Item } }))
      await tables.send(new BatchWriteCommand({ RequestItems: { [target]: puts } }))
    }
    const to = new Date(Number(RestoreDateTime) * 1000)
    this.#restores.set(target, { source, to, looks: 0 })
    return await respond(created)
  }

  /** Makes another call of the same caller. */
  async #send(
    call: AwsCall,
    forward: Forward,
    operation: string,
    body: object,
  ): Promise<{ Table?: TableDescription }> {
    const target = `DynamoDB_20120810.${operation}`
    const rawHeaders = [...call.rawHeaders]
    rawHeaders[rawHeaders.findIndex((one) => /^x-amz-target$/i.test(one)) + 1] = target
    const sent = { ...call, rawHeaders, body: Buffer.from(JSON.stringify(body)) }
    const response = await forwardTo('dynamodb', describeAnyCall, []).perform(
      sent,
      forward,
      () => undefined,
    )
    if (response.statusCode !== 200) throw new Error(response.body.toString())
    return JSON.parse(response.body.toString())
  }

  #keepLimits({ TableName, OnDemandThroughput, GlobalSecondaryIndexUpdates }: UpdateTableInput) {
    if (OnDemandThroughput) this.limits.set(TableName, OnDemandThroughput)
    for (const { Update } of GlobalSecondaryIndexUpdates ?? []) {
      if (Update?.OnDemandThroughput) this.limits.set(Update.IndexName, Update.OnDemandThroughput)
    }
  }

  #withRestore(name: string, response: AwsResponse): AwsResponse {
    const restore = this.#restores.get(name)
    if (!restore || response.statusCode !== 200) return response
    restore.looks += 1
    if (this.looksUntilActive > 0 && restore.looks === 1) {
      return jsonError(400, { __type: 'ResourceNotFoundException', message: 'not seen yet' })
    }
    const isActive = restore.looks > this.looksUntilActive
    const { Table } = JSON.parse(response.body.toString()) as { Table: Wired<TableDescription> }
    const RestoreSummary: TableDescription['RestoreSummary'] = {
      SourceTableArn: `${TABLE_ARN}${restore.source}`,
      RestoreDateTime: restore.to,
      RestoreInProgress: !isActive,
    }
    const described = {
      ...{ ...Table, RestoreSummary, OnDemandThroughput: this.limits.get(name) },
      ...(!isActive && { TableStatus: 'CREATING' }),
      GlobalSecondaryIndexes: Table.GlobalSecondaryIndexes?.map((index) => ({
        ...index,
        OnDemandThroughput: this.limits.get(index.IndexName),
      })),
    }
    return {
      ...response,
      headers: [],
      body: Buffer.from(JSON.stringify(wire({ Table: described }))),
    }
  }
}

/** A structure in DynamoDB's protocol, where times are numbers of seconds. */
type Wired<T> = { readonly [K in keyof T]: T[K] extends Date | undefined ? number : T[K] }

/** Converts an SDK's structure to the protocol. */
function wire(structure: object): object {
  return JSON.parse(
    JSON.stringify(structure, function (this: Item, key, value) {
      const original = this[key]
      return original instanceof Date ? original.getTime() / 1000 : value
    }),
  )
}

/** Describes also the calls that the local stack lacks. */
function describeAnyCall(call: AwsCall) {
  const described = describeDynamoDbCall(call)
  if (described.needs) return described
  const body = JSON.parse(call.body.toString())
  const { operation } = described
  const arn = body.ResourceArn?.replace(':ddblocal:000000000000:', `:${REGION}:${ACCOUNT}:`)
  const resource = arn ?? `${TABLE_ARN}${body.TableName ?? body.SourceTableName}`
  return { operation, needs: [{ action: `dynamodb:${operation}`, resource }] }
}

function toDefinition({ IndexName, KeySchema, Projection }: LocalSecondaryIndexDescription) {
  return { IndexName, KeySchema, Projection }
}
