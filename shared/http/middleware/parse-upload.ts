import type { Route } from '../define-route.ts'
import type { EndpointMiddleware } from '../endpoint-event.ts'
import { readBody } from '../read-body.ts'

/** Extracts the uploaded file from a multipart body. Does nothing on a route without `upload`. */
export function parseUpload({ upload }: Route): EndpointMiddleware {
  return {
    before: ({ event }) => {
      if (upload) event.uploadedFile = upload.read(event.headers['content-type'], readBody(event))
    },
  }
}
