import { pathToFileURL } from 'node:url'
import type { RouteDocs } from '../../../shared/http/describe-route.ts'
import { docsPathOf, type LoadedRoute } from '../../functions/load-functions.ts'

/** Imports the docs file of a route. */
export async function loadRouteDocs({ path }: Pick<LoadedRoute, 'path'>): Promise<RouteDocs> {
  const { docs } = (await import(pathToFileURL(docsPathOf(path)).href)) as { docs?: RouteDocs }
  if (!docs) throw new Error(`${docsPathOf(path)} exports no \`docs\``)
  return docs
}
