import awsLambdaFastify from '@fastify/aws-lambda'
import fastify from 'fastify'
import { failure, success, toDetails, updateUserInfo, userIdOf, userInfo } from './user-info.mjs'

const app = fastify({ logger: false })

// Its own ajv would compile a schema on every cold start; like the others it validates with zod.
app.patch('/users/info', async (request, reply) => {
  const result = userInfo.safeParse(request.body)
  if (!result.success) {
    return reply.code(422).send(failure(1006, 'Invalid', toDetails(result.error)))
  }
  return success(await updateUserInfo(userIdOf(request.awsLambda.event), result.data))
})

app.setErrorHandler((_, _request, reply) => reply.code(500).send(failure(1000, 'Internal error')))

const proxy = awsLambdaFastify(app, { decorateRequest: true })
export const handler = (event, context) => proxy(event, context)
await app.ready()
