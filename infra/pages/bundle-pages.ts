import type { Stage } from '../stages/stage.ts'
import { bundlePage, type PageFunction } from './bundle-page.ts'
import { deleteAccountPage } from './delete-account/delete-account-page.ts'
import { docsPage } from './docs/docs-page.ts'
import { openApiPage } from './openapi/openapi-page.ts'

/** The pages that a stage has. */
export function pagesOf({ docs }: Pick<Stage, 'docs'>): PageFunction[] {
  return docs ? [deleteAccountPage, docsPage, openApiPage] : [deleteAccountPage]
}

/** Bundles the pages that a stage has. */
export async function bundlePages(stage: Pick<Stage, 'docs'>, folder: string): Promise<void> {
  for (const page of pagesOf(stage)) await bundlePage(page, folder)
}
