import { Construct } from 'constructs'
import type { AlarmThresholds } from '../../stages/alarm-thresholds.ts'
import type { Stage } from '../../stages/stage.ts'
import { addApiAlarms } from './add-api-alarms.ts'
import { addSmsAlarms } from './add-sms-alarms.ts'
import { addTableAlarms } from './add-table-alarms.ts'
import { addWorkerAlarms } from './add-worker-alarms.ts'
import { AlarmTopic } from './alarm-topic.ts'
import { Alarms } from './alarms.ts'
import { ServiceDashboard } from './service-dashboard.ts'
import type { Watched } from './watched.ts'

/** How operators learn how the service does: alarms on one topic, and one dashboard. */
export class Watch extends Construct {
  constructor(
    scope: Construct,
    id: string,
    watched: Watched,
    stage: Stage,
    thresholds: AlarmThresholds,
  ) {
    super(scope, id)
    const { topic } = new AlarmTopic(this, 'AlarmTopic', stage)
    const alarms = new Alarms(this, 'Alarms', topic)
    addApiAlarms(alarms, watched, thresholds)
    addWorkerAlarms(alarms, watched, thresholds)
    addSmsAlarms(alarms, thresholds)
    addTableAlarms(alarms, watched)
    new ServiceDashboard(this, 'Dashboard', watched, alarms.all)
  }
}
