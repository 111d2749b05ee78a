import type { Stage } from '../stages/stage.ts'
import { bundlePage } from './bundle-page.ts'
import { pagesOf } from './pages.ts'

/** Bundles the pages that a stage has. */
export async function bundlePages(stage: Pick<Stage, 'docs'>, folder: string): Promise<void> {
  for (const page of pagesOf(stage)) await bundlePage(page, folder)
}
