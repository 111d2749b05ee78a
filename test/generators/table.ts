import type { Generator } from './generator.ts'

/** How far a generator got. */
export interface Result {
  readonly generator: Generator
  /** The program that is missing on this machine. */
  readonly skipped?: string
  readonly compiles?: boolean
  readonly callsOk?: boolean
  /** The command that failed, with the end of its output. */
  readonly failure?: string
}

const TABLE = /(<!-- generators -->\n).*(\n<!-- \/generators -->)/s

/** One line for the terminal. */
export function describeResult({ generator, skipped, compiles, callsOk, failure }: Result): string {
  const { name, version, document } = generator
  const title = `${name} ${version}, OpenAPI ${document}`
  if (skipped) return `${title}: skipped, because there is no \`${skipped}\` on the PATH`
  if (failure) return `${title}: FAILED\n${failure}`
  if (!compiles) return `${title}: generated`
  return `${title}: compiles${callsOk ? ', calls ok' : ''}`
}

/** Replaces the table of a page. */
export function withTable(page: string, results: readonly Result[]): string {
  const rows = results.map(({ generator, compiles, callsOk }) => {
    const { name, version, document, remarks } = generator
    const cells = [name, version, document, toWord(compiles), toWord(callsOk), remarks]
    return `| ${cells.join(' | ')} |`
  })
  const head =
    '| Generator | Version | Document | Compiles | Calls | Remarks |\n| --- | --- | --- | --- | --- | --- |'
  return page.replace(TABLE, (_, start, end) => `${start}${head}\n${rows.join('\n')}${end}`)
}

function toWord(isOk: boolean | undefined): string {
  return isOk === undefined ? '–' : isOk ? 'yes' : 'no'
}
