import { logDeviceClock } from '../../log.ts'
import { DEVICE_TIME } from '../device-time.ts'
import type { EndpointMiddleware } from '../endpoint-event.ts'

/** Logs how far the device's clock is off, for those who look into a client's complaint. */
export function logDeviceClockSkew(): EndpointMiddleware {
  return {
    before: ({ event }) => {
      const deviceTime = event.headers['x-dev-time']
      const { requestId, timeEpoch } = event.requestContext
      // Not every route declares the header, so nobody may have looked at it yet.
      if (deviceTime && DEVICE_TIME.test(deviceTime))
        logDeviceClock(requestId, Number(deviceTime) - timeEpoch)
    },
  }
}
