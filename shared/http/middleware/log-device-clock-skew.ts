import { logDeviceClock } from '../../log.ts'
import { DEVICE_TIME } from '../device-time.ts'
import type { EndpointMiddleware } from '../endpoint-event.ts'

/** Logs the difference between the device's clock and ours. It helps to investigate complaints. */
export function logDeviceClockSkew(): EndpointMiddleware {
  return {
    before: ({ event }) => {
      const deviceTime = event.headers['x-dev-time']
      const { requestId, timeEpoch } = event.requestContext
      // Checks the format here, because not every route declares the header and so validates it.
      if (deviceTime && DEVICE_TIME.test(deviceTime))
        logDeviceClock(requestId, Number(deviceTime) - timeEpoch)
    },
  }
}
