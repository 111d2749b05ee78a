import { arnOf, nameOnly } from '../../template/resource-type.ts'
import type { Service } from '../service.ts'
import { snsApi } from './api.ts'
import { SmsInbox } from './sms-inbox.ts'

/** How many SMS a console gets when it opens. */
const MAX_SHOWN = 100

/** SNS: SMS go to an inbox in memory. Topics exist, but nothing can be published to them. */
export const sns: Service = {
  types: {
    'AWS::SNS::Subscription': nameOnly,
    'AWS::SNS::Topic': {
      nameProperty: 'TopicName',
      attributes: ({ name, place }) => ({ Ref: arnOf('sns', place, name), TopicName: name }),
    },
    'AWS::SNS::TopicPolicy': nameOnly,
  },
  start: ({ publish }) => {
    const inbox = new SmsInbox((message) => publish('sms', message))
    return {
      api: snsApi(inbox),
      run: () => ({
        pages: { 'GET /_local/sms': () => ({ json: { messages: inbox.list() } }) },
        shared: ['GET /_local/sms'],
        snapshot: () => ({ sms: inbox.list().slice(-MAX_SHOWN).toReversed() }),
      }),
    }
  },
}
