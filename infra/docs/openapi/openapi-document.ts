import { createDocument, type ZodOpenApiPathsObject } from 'zod-openapi'
import packageFile from '../../../package.json' with { type: 'json' }
import { tags } from '../../../shared/http/describe-route.ts'
import type { LoadedFunctions } from '../../functions/load-functions.ts'
import { adaptSchema } from './adapt-schema.ts'
import { documentedSchemas } from './features.ts'
import { INTRODUCTION } from './introduction.ts'
import { loadRouteDocs } from './load-route-docs.ts'
import { BEARER, toOperation } from './operation.ts'
import { registerResponse, registerSchemas } from './register-schemas.ts'

const servers = [
  { url: '/', description: 'The origin that serves this document' },
  { url: 'http://127.0.0.1:3000', description: 'The local stack of `npm start`' },
  {
    url: 'https://{host}',
    description: 'A deployed stack: its output `ApiUrl`',
    variables: { host: { default: 'api.example.org', description: 'The host of `ApiUrl`' } },
  },
] as const

/** Makes the OpenAPI 3.1 document of the API from the contracts and the docs files beside them. */
export async function toOpenApi({ routes }: LoadedFunctions) {
  registerSchemas(documentedSchemas)
  const paths: ZodOpenApiPathsObject = {}
  for (const loaded of routes) {
    const { routeKey, contract } = loaded
    const [method = '', path] = routeKey.split(' ')
    // OpenAPI cannot describe `$default`. The introduction does.
    if (!path) continue
    const docs = await loadRouteDocs(loaded)
    // `createDocument` reads the descriptions that are registered here.
    registerResponse(contract, docs)
    paths[path] = { ...paths[path], [method.toLowerCase()]: toOperation(contract, docs) }
  }
  return createDocument(
    {
      openapi: '3.1.1',
      info: {
        title: 'User API',
        version: packageFile.version,
        description: INTRODUCTION,
        contact: { name: 'Maintainers of the User API' },
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [...servers],
      tags: [...tags],
      paths,
      components: {
        securitySchemes: {
          [BEARER]: {
            type: 'http',
            scheme: 'bearer',
            description: 'The `access_token` from register or log-in.',
          },
        },
        headers: {
          RequestId: {
            description: 'Id of the request, for support requests.',
            schema: { type: 'string' },
          },
          RetryAfter: {
            description: 'Seconds to wait before the next request.',
            schema: { type: 'integer', minimum: 1 },
          },
        },
      },
    },
    { override: adaptSchema },
  )
}
