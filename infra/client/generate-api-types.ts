import openapiTypescript, { astToString } from 'openapi-typescript'

const HEADER = '// Generated from docs/openapi.json by `npm run openapi`. Do not edit.\n'

/** Generates api-types.ts: the TypeScript types of an OpenAPI document. Returns the file's text. */
export async function generateApiTypes(openApi: string): Promise<string> {
  const ast = await openapiTypescript(openApi, { silent: true })
  return HEADER + astToString(ast)
}
