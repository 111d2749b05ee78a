import { Construct } from 'constructs'
import type { AlarmThresholds } from '../../stages/alarm-thresholds.ts'
import type { Stage } from '../../stages/stage.ts'
import { addAbuseAlarms } from './add-abuse-alarms.ts'
import { addApiAlarms } from './add-api-alarms.ts'
import { addFunctionAlarms } from './add-function-alarms.ts'
import { addOriginSecretAlarm } from './add-origin-secret-alarm.ts'
import { addSmsAlarms } from './add-sms-alarms.ts'
import { addTableAlarms } from './add-table-alarms.ts'
import { addThrottleAlarm } from './add-throttle-alarm.ts'
import { addWorkerAlarms } from './add-worker-alarms.ts'
import { AlarmTopic } from './alarm-topic.ts'
import { Alarms } from './alarms.ts'
import type { MonitoredResources } from './monitored-resources.ts'
import { ServiceDashboard } from './service-dashboard.ts'
import { SmsDeliveryRole } from './sms-delivery-role.ts'

/** The alarms of a stage, the topic that they notify, and the dashboard. */
export class Monitoring extends Construct {
  constructor(
    scope: Construct,
    id: string,
    resources: MonitoredResources,
    stage: Stage,
    thresholds: AlarmThresholds,
  ) {
    super(scope, id)
    const { topic } = new AlarmTopic(this, 'AlarmTopic', stage)
    const alarms = new Alarms(this, 'Alarms', { topic, stage })
    addApiAlarms(alarms, resources, thresholds)
    addThrottleAlarm(alarms, resources, thresholds)
    addAbuseAlarms(alarms, thresholds)
    if (stage.edge) addOriginSecretAlarm(alarms, thresholds)
    addFunctionAlarms(alarms, resources)
    addWorkerAlarms(alarms, resources, thresholds, stage)
    addSmsAlarms(alarms, thresholds)
    new SmsDeliveryRole(this, 'SmsDelivery')
    addTableAlarms(alarms, resources)
    new ServiceDashboard(this, 'Dashboard', resources, alarms.all)
  }
}
