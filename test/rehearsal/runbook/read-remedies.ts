/** What to paste before any command of the runbook: the functions `ids`, `logs` and `access`. */
export function readPrelude(runbook: string): string {
  const [, section = ''] = runbook.split('\n## Before you look\n')
  const prelude = /^```sh\n(.*?)^```$/ms.exec(section)?.[1]
  if (prelude === undefined) throw new Error('The runbook has no functions to paste')
  return prelude
}

/** A command of the AWS CLI that changes something, and the section whose remedy it is. */
export interface Remedy {
  readonly section: string
  readonly command: string
}

/** The commands of the AWS CLI in the remedies: the blocks, and those in a sentence that need nothing filled in. */
export function readRemedies(runbook: string): Remedy[] {
  const sections = runbook.split(/^## /m).slice(1)
  return sections.flatMap((section) => {
    const [title = ''] = section.split('\n')
    const [, remedy = ''] =
      /^\*\*Remedy\.\*\*(.*?)(?=^\*\*Tried\.|$(?![\s\S]))/ms.exec(section) ?? []
    const found = remedy.matchAll(/^( *)```sh\n(.*?)^ *```$|`(aws [^`]+)`/gms)
    return [...found].map(([, indent = '', block = '', inline]) => {
      const command = inline ?? block.replaceAll(new RegExp(`^${indent}`, 'gm'), '')
      return { section: title, command: command.trim() }
    })
  })
}
