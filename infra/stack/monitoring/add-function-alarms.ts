import { TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import type { Alarms } from './alarms.ts'
import { inParts, PERIOD, sumOf } from './metrics.ts'
import type { MonitoredResources } from './monitored-resources.ts'

const { NOT_BREACHING } = TreatMissingData

/** Adds the alarms on functions that fail or are throttled. */
export function addFunctionAlarms(alarms: Alarms, { functions }: MonitoredResources): void {
  for (const [id, lambda] of Object.entries(functions)) {
    alarms.add({
      section: 'function-errors',
      subject: id,
      meaning: `${id} times out, runs out of memory or throws.`,
      metric: lambda.metricErrors({ period: PERIOD }),
      above: 0,
      periods: [2, 3],
      // No value means: the function was not invoked.
      missingData: NOT_BREACHING,
    })
  }
  for (const [index, part] of inParts(Object.values(functions)).entries()) {
    alarms.add({
      section: 'function-throttles',
      subject: String(index + 1),
      meaning: 'Lambda throttles functions: too many run at once.',
      metric: sumOf(
        part.map((lambda) => lambda.metricThrottles({ period: PERIOD })),
        'Throttles',
      ),
      above: 0,
      periods: [2, 3],
      // No value means: the functions were not invoked.
      missingData: NOT_BREACHING,
    })
  }
}
