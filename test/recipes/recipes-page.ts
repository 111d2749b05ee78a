import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '../..')
const PAGE = join(ROOT, 'docs/mobile.md')

// <!-- recipe: <file>#<part> -->, then a code block.
const RECIPE = /(<!-- recipe: (\S+)#(\S+) -->\n```\w+\n)(.*?)(```\n)/gs

/** The code blocks of docs/mobile.md that are parts of files: the text of the page and the text of the file. */
export function recipes(): {
  readonly part: string
  readonly shown: string
  readonly run: string
}[] {
  return [...readFileSync(PAGE, 'utf8').matchAll(RECIPE)].map(
    ([, , file = '', part = '', shown = '']) => ({
      part: `${file}#${part}`,
      shown,
      run: partOf(file, part),
    }),
  )
}

/** Copies the parts of the files into docs/mobile.md. */
export function updateRecipesPage(): void {
  const page = readFileSync(PAGE, 'utf8').replace(
    RECIPE,
    (_, head: string, file: string, part: string, __, end: string) =>
      head + partOf(file, part) + end,
  )
  writeFileSync(PAGE, page)
}

/** The lines of a file between `// docs:<part>` and `// end`. */
function partOf(file: string, part: string): string {
  const source = readFileSync(join(ROOT, file), 'utf8')
  const lines = new RegExp(`^// docs:${part}\n(.*?)^// end$`, 'ms').exec(source)?.[1]
  if (lines === undefined) throw new Error(`${file} has no part ${part}.`)
  return lines
}
