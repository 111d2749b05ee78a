import { Router } from '@aws-lambda-powertools/event-handler/http'
import { failure, success, toDetails, updateUserInfo, userIdOf, userInfo } from './user-info.mjs'

const app = new Router()

app.patch('/users/info', async ({ req, event }) => {
  const result = userInfo.safeParse(await req.json())
  if (!result.success) {
    const body = JSON.stringify(failure(1006, 'Invalid', toDetails(result.error)))
    return new Response(body, { status: 422, headers: { 'content-type': 'application/json' } })
  }
  return success(await updateUserInfo(userIdOf(event), result.data))
})

export const handler = (event, context) => app.resolve(event, context)
