import { Hono } from 'hono'
import { handle } from 'hono/aws-lambda'
import { failure, success, toDetails, updateUserInfo, userIdOf, userInfo } from './user-info.mjs'

const app = new Hono()

app.patch('/users/info', async (context) => {
  const result = userInfo.safeParse(await context.req.json())
  if (!result.success) return context.json(failure(1006, 'Invalid', toDetails(result.error)), 422)
  return context.json(success(await updateUserInfo(userIdOf(context.env.event), result.data)))
})

app.onError((_, context) => context.json(failure(1000, 'Internal error'), 500))

export const handler = handle(app)
