import type { Stage } from '../stages/stage.ts'
import { bundlePage } from './bundle-page.ts'
import { deleteAccountPage } from './delete-account/delete-account-page.ts'
import { docsPage } from './docs/docs-page.ts'
import { openApiPage } from './openapi/openapi-page.ts'

/** Bundles the pages that a stage has. */
export async function bundlePages({ docs }: Pick<Stage, 'docs'>, folder: string): Promise<void> {
  await bundlePage(deleteAccountPage, folder)
  if (docs) for (const page of [docsPage, openApiPage]) await bundlePage(page, folder)
}
