import { type Command, InvalidArgumentError } from 'commander'
import { EventSourceParserStream } from 'eventsource-parser/stream'
import type { InboxMessage } from '../local/services/sns/sms-inbox.ts'
import { examples, jsonOption, outputsOption, type StackOptions } from './options.ts'
import { print, printJson, toTime, withoutControls } from './print.ts'
import { useOutputs } from './use-outputs.ts'

interface SmsOptions extends StackOptions {
  readonly follow?: boolean
  readonly to?: string
}

/** `npm run sms`: lists the SMS that the local stack has sent. */
export function defineSms(command: Command): Command {
  return command
    .description('Lists the SMS that the local stack has sent since its start.')
    .addOption(outputsOption('outputs of another local stack (default: .local/outputs.json)'))
    .option('--to <number>', 'only SMS to this number, or to numbers with this ending', toDigits)
    .option('--follow', 'wait for further SMS, until Ctrl-C')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples(
        'npm run sms',
        'npm run sms -- --to 9876543210',
        'npm run sms -- --follow --json      # one JSON document a line',
      ),
    )
    .action(sms)
}

async function sms({ follow, to = '', json, outputs }: SmsOptions): Promise<void> {
  const { ApiUrl, AwsEndpointUrl } = useOutputs(outputs)
  if (!AwsEndpointUrl)
    throw new Error('Only the local stack has an inbox: a deployed stack sends SMS to phones.')
  const isWanted = (message: InboxMessage) => message.to.endsWith(to)
  if (!follow) return show((await readInbox(`${ApiUrl}/_local/sms`)).filter(isWanted), json)
  // When the reader of a pipe has ended, the command would never end.
  process.stdout.once('error', () => process.exit())
  for await (const message of followInbox(`${ApiUrl}/_local/events`)) {
    if (isWanted(message)) print(json ? JSON.stringify(message) : toText(message))
  }
}

function toDigits(text: string): string {
  const digits = text.replaceAll(/\D/g, '')
  if (digits) return digits
  throw new InvalidArgumentError('It must have digits.')
}

function show(messages: readonly InboxMessage[], json = false): void {
  if (json) printJson(messages)
  else if (messages.length === 0) print('No SMS was sent.')
  else for (const message of messages) print(toText(message))
}

async function readInbox(url: string): Promise<InboxMessage[]> {
  const { messages } = (await (await fetch(url)).json()) as { messages: InboxMessage[] }
  return messages
}

function toText({ to, body, sent_at }: InboxMessage): string {
  return `${toTime(sent_at)}  ${to}\n  ${withoutControls(body).replaceAll('\n', '\n  ')}\n`
}

/** Yields the SMS sent so far, oldest first, then each new one. Ends when the stack stops. */
async function* followInbox(url: string): AsyncGenerator<InboxMessage> {
  const { body } = await fetch(url)
  const events = body
    ?.pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream())
  for await (const { event, data } of events ?? []) {
    if (event === 'snapshot') yield* (JSON.parse(data).sms as InboxMessage[]).reverse()
    if (event === 'sms') yield JSON.parse(data) as InboxMessage
  }
}
