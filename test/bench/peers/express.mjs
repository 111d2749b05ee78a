import express from 'express'
import serverless from 'serverless-http'
import { failure, success, toDetails, updateUserInfo, userIdOf, userInfo } from './user-info.mjs'

const app = express()
app.disable('x-powered-by')
app.disable('etag')
app.use(express.json())

app.patch('/users/info', async (request, response) => {
  const result = userInfo.safeParse(request.body)
  if (!result.success) {
    response.status(422).json(failure(1006, 'Invalid', toDetails(result.error)))
    return
  }
  response.json(success(await updateUserInfo(userIdOf(request.event), result.data)))
})

app.use((_error, _request, response, _next) => {
  response.status(500).json(failure(1000, 'Internal error'))
})

export const handler = serverless(app, {
  request: (request, event) => {
    request.event = event
  },
})
