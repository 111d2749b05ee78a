import {
  createDocument,
  type ZodOpenApiOverrideContext,
  type ZodOpenApiPathsObject,
} from 'zod-openapi'
import packageFile from '../../../package.json' with { type: 'json' }
import type { LoadedFunctions } from '../../functions/load-functions.ts'
import { INTRODUCTION } from './introduction.ts'
import { BEARER, toOperation } from './operation.ts'
import { describeRequests } from './request-schemas.ts'
import { describeResponses } from './response-schemas.ts'
import { pageOf } from './route-page.ts'
import { tags } from './tags.ts'

/** The API as OpenAPI 3.1 has it: from the contracts, so it cannot say anything else than they do. */
export async function toOpenApi({ routes }: LoadedFunctions) {
  describeRequests()
  describeResponses()
  const paths: ZodOpenApiPathsObject = {}
  for (const loaded of routes) {
    const [method = '', path] = loaded.routeKey.split(' ')
    // What no route takes has no place in OpenAPI; the introduction tells its answers.
    if (!path) continue
    paths[path] = {
      ...paths[path],
      [method.toLowerCase()]: toOperation(loaded, await pageOf(loaded)),
    }
  }
  return createDocument(
    {
      openapi: '3.1.1',
      info: {
        title: 'User API',
        version: packageFile.version,
        description: INTRODUCTION,
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: '/', description: 'Where this document is served' }],
      tags: [...tags],
      paths,
      components: {
        securitySchemes: {
          [BEARER]: {
            type: 'http',
            scheme: 'bearer',
            description: 'The `access_token` of register or log-in.',
          },
        },
        headers: {
          RequestId: {
            description: 'Id of the request, for questions about it.',
            schema: { type: 'string' },
          },
          RetryAfter: {
            description: 'Seconds to wait before the next try.',
            schema: { type: 'integer', minimum: 1 },
          },
        },
      },
    },
    { override: polish },
  )
}

/** What zod says of a schema, in the words that generators of clients need. */
function polish({ jsonSchema, io }: ZodOpenApiOverrideContext): void {
  // A client must be ready to meet fields that are younger than itself.
  if (io === 'output' && jsonSchema.additionalProperties === false) {
    delete jsonSchema.additionalProperties
  }
  jsonSchema.anyOf &&= jsonSchema.anyOf.flatMap((one) => ('anyOf' in one && one.anyOf) || [one])
  if (jsonSchema.type === 'number' && isAllIntegers(jsonSchema.enum ?? [jsonSchema.const])) {
    jsonSchema.type = 'integer'
  }
  if (jsonSchema.type !== 'integer') return
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) {
    delete jsonSchema.maximum
    // Epoch milliseconds do not fit into the 32 bits that Kotlin and Java take without this.
    jsonSchema.format = 'int64'
  }
}

function isAllIntegers(values: readonly unknown[]): boolean {
  return values.every(Number.isInteger)
}
