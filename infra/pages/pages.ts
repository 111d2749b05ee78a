import type { Stage } from '../stages/stage.ts'
import type { PageFunction } from './bundle-page.ts'
import { deleteAccountPage } from './delete-account/delete-account-page.ts'
import { docsPage } from './docs/docs-page.ts'
import { openApiPage } from './openapi/openapi-page.ts'

/** The pages that a stage has. */
export function pagesOf({ docs }: Pick<Stage, 'docs'>): readonly PageFunction[] {
  return [deleteAccountPage, ...(docs ? [docsPage, openApiPage] : [])]
}
