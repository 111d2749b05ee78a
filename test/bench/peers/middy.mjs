import middy from '@middy/core'
import httpErrorHandler from '@middy/http-error-handler'
import httpJsonBodyParser from '@middy/http-json-body-parser'
import { failure, success, toDetails, updateUserInfo, userIdOf, userInfo } from './user-info.mjs'

export const handler = middy()
  .use(httpErrorHandler({ logger: false }))
  .use(httpJsonBodyParser({ disableContentTypeError: true }))
  .handler(async (event) => {
    const result = userInfo.safeParse(event.body)
    if (!result.success) return answer(422, failure(1006, 'Invalid', toDetails(result.error)))
    return answer(200, success(await updateUserInfo(userIdOf(event), result.data)))
  })

function answer(statusCode, body) {
  return {
    statusCode,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }
}
