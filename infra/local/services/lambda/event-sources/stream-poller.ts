import { AwsCallFailedError } from '../../../endpoint/aws-client.ts'
import type { Checkpoints } from './checkpoints.ts'
import type { StreamSource } from './describe-event-sources.ts'
import { type Poller, type PollerContext, pause, startPoller } from './poller.ts'
import { deliverBatch } from './stream-batches.ts'
import { type RawRecord, toStreamRecord } from './stream-records.ts'

interface Shard {
  ShardId: string
  ParentShardId?: string
}

interface StreamPage {
  StreamDescription: { Shards?: Shard[]; LastEvaluatedShardId?: string }
}

interface RecordsPage {
  Records: RawRecord[]
  NextShardIterator?: string
}

const IDLE_MS = 200
const STREAMS = 'DynamoDBStreams_20120810'

/**
 * Passes records of a table's stream to a function: shard after shard, in order, starting at the
 * checkpoints. As on AWS, a failed batch blocks the batches behind it until it succeeds or is given up.
 */
export function startStreamPoller(
  source: StreamSource,
  checkpoints: Checkpoints,
  context: PollerContext,
): Poller {
  const follower = new StreamFollower(source, checkpoints, context)
  return startPoller((signal) => follower.round(signal), context.log)
}

class StreamFollower {
  readonly #source: StreamSource
  readonly #checkpoints: Checkpoints
  readonly #context: PollerContext
  /** Iterators of the shards that are read, by shard id. */
  readonly #iterators = new Map<string, string>()
  readonly #ended = new Set<string>()
  #mayHaveMore = true

  constructor(source: StreamSource, checkpoints: Checkpoints, context: PollerContext) {
    this.#source = source
    this.#checkpoints = checkpoints
    this.#context = context
  }

  async round(signal: AbortSignal): Promise<void> {
    try {
      if (this.#mayHaveMore) await this.#findShards(signal)
      let isIdle = true
      for (const [shardId, iterator] of [...this.#iterators]) {
        if (await this.#read(shardId, iterator, signal)) isIdle = false
      }
      if (isIdle) await pause(IDLE_MS, signal)
    } catch (error) {
      // Iterators expire after minutes, e.g. while the machine sleeps: the next round gets new ones.
      this.#iterators.clear()
      this.#mayHaveMore = true
      throw error
    }
  }

  /** Starts reading shards whose parents are read to their end, so that a key's records stay in order. */
  async #findShards(signal: AbortSignal): Promise<void> {
    const shards = await this.#listShards(signal)
    const unread = shards.filter(({ ShardId }) => !this.#ended.has(ShardId))
    const ids = new Set(unread.map(({ ShardId }) => ShardId))
    for (const { ShardId, ParentShardId } of unread) {
      const isEarly = ParentShardId !== undefined && ids.has(ParentShardId)
      if (isEarly || this.#iterators.has(ShardId)) continue
      this.#iterators.set(ShardId, await this.#iteratorOf(ShardId, signal))
    }
    this.#mayHaveMore = this.#iterators.size === 0
  }

  async #listShards(signal: AbortSignal): Promise<Shard[]> {
    const shards: Shard[] = []
    let from: string | undefined
    do {
      const { StreamDescription } = await this.#context.call<StreamPage>(
        `${STREAMS}.DescribeStream`,
        { StreamArn: this.#source.arn, ...(from && { ExclusiveStartShardId: from }) },
        signal,
      )
      shards.push(...(StreamDescription.Shards ?? []))
      from = StreamDescription.LastEvaluatedShardId
    } while (from)
    return shards
  }

  async #iteratorOf(ShardId: string, signal: AbortSignal): Promise<string> {
    const SequenceNumber = this.#checkpoints.get(ShardId)
    const position = SequenceNumber
      ? { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber }
      : { ShardIteratorType: 'TRIM_HORIZON' }
    try {
      const { ShardIterator } = await this.#context.call<{ ShardIterator: string }>(
        `${STREAMS}.GetShardIterator`,
        { StreamArn: this.#source.arn, ShardId, ...position },
        signal,
      )
      return ShardIterator
    } catch (error) {
      const isTrimmed =
        error instanceof AwsCallFailedError && error.code === 'TrimmedDataAccessException'
      if (!isTrimmed || !SequenceNumber) throw error
      await this.#checkpoints.set(ShardId, undefined)
      return await this.#iteratorOf(ShardId, signal)
    }
  }

  /** Delivers the next records of a shard. Returns whether there were any. */
  async #read(shardId: string, iterator: string, signal: AbortSignal): Promise<boolean> {
    const { Records, NextShardIterator } = await this.#context.call<RecordsPage>(
      `${STREAMS}.GetRecords`,
      { ShardIterator: iterator },
      signal,
    )
    const { arn, batchSize, passes } = this.#source
    const records = Records.map((raw) => toStreamRecord(raw, arn)).filter(passes)
    for (let at = 0; at < records.length; at += batchSize) {
      const batch = { shardId, records: records.slice(at, at + batchSize) }
      await deliverBatch(this.#source, batch, this.#context, signal)
      if (signal.aborted) return true
      await this.#keep(shardId, batch.records.at(-1)?.dynamodb?.SequenceNumber)
    }
    // Records that did not pass the filter are done too, so the checkpoint moves past them.
    await this.#keep(shardId, Records.at(-1)?.dynamodb.SequenceNumber)
    if (NextShardIterator) this.#iterators.set(shardId, NextShardIterator)
    else this.#end(shardId)
    return Records.length > 0
  }

  async #keep(shardId: string, sequenceNumber: string | undefined): Promise<void> {
    if (!sequenceNumber || this.#checkpoints.get(shardId) === sequenceNumber) return
    await this.#checkpoints.set(shardId, sequenceNumber)
  }

  /** Ends a shard. Its child shards can be read now. */
  #end(shardId: string): void {
    this.#ended.add(shardId)
    this.#iterators.delete(shardId)
    this.#mayHaveMore = true
  }
}
