import type { Command } from 'commander'
import type { InboxMessage } from '../local/services/sns/sms-inbox.ts'
import { examples, jsonOption, outputsOption, type StackOptions } from './options.ts'
import { print, printJson, toTime, withoutControls } from './print.ts'
import { useOutputs } from './use-outputs.ts'

interface SmsOptions extends StackOptions {
  readonly follow?: boolean
  readonly to?: string
}

/** `npm run sms`: the SMS that the local stack has sent. */
export function defineSms(command: Command): Command {
  return command
    .description('Shows the SMS that the local stack has sent since it started.')
    .option('--to <number>', 'only those to this number, or to one that ends so')
    .option('--follow', 'go on with each that is sent, until Ctrl-C')
    .addOption(jsonOption())
    .addOption(outputsOption())
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
  if (!AwsEndpointUrl) throw new Error('A deployed stack sends SMS to phones: it has no inbox.')
  const digits = to.replaceAll(/\D/g, '')
  const isWanted = (message: InboxMessage) => message.to.endsWith(digits)
  if (!follow) return show((await readInbox(`${ApiUrl}/_local/sms`)).filter(isWanted), json)
  for await (const message of followInbox(`${ApiUrl}/_local/events`)) {
    if (isWanted(message)) print(json ? JSON.stringify(message) : toText(message))
  }
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

/** The SMS that were sent, the newest last, and then each as it is sent. Ends with the stack. */
async function* followInbox(url: string): AsyncGenerator<InboxMessage> {
  const response = await fetch(url)
  let text = ''
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const events = (text + chunk).split('\n\n')
    text = events.pop() ?? ''
    for (const event of events) {
      const [, type, data = ''] = /^event: (.*)\ndata: (.*)$/.exec(event) ?? []
      if (type === 'snapshot') yield* (JSON.parse(data).sms as InboxMessage[]).reverse()
      if (type === 'sms') yield JSON.parse(data) as InboxMessage
    }
  }
}
