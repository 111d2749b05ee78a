import { logDeviceClock } from '../../log.ts'
import { DEVICE_TIME } from '../device-time.ts'
import type { EndpointMiddleware } from '../endpoint-event.ts'

/** Logs the difference between the device's clock and ours, for investigating a client's complaint. */
export function logDeviceClockSkew(): EndpointMiddleware {
  return {
    before: ({ event }) => {
      const deviceTime = event.headers['x-dev-time']
      const { requestId, timeEpoch } = event.requestContext
      // Check the format again: not every route declares the header.
      if (deviceTime && DEVICE_TIME.test(deviceTime))
        logDeviceClock(requestId, Number(deviceTime) - timeEpoch)
    },
  }
}
