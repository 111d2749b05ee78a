import openapiTypescript, { astToString } from 'openapi-typescript'

const HEAD = '// Made by `npm run openapi` from docs/openapi.json: not for changing by hand.\n'

/** The types of everything in an OpenAPI document, as the text of a TypeScript file. */
export async function generateApiTypes(openApi: string): Promise<string> {
  const ast = await openapiTypescript(openApi, { silent: true })
  return HEAD + astToString(ast)
}
