/** The commands of this project in a section's shell blocks, in order, e.g. `npm run deploy -- -c stage=dev`. */
export function readCommands(markdown: string, heading: string): string[] {
  return blocksOf(markdown, heading, 'sh')
    .flatMap((block) => block.split('\n'))
    .filter((line) => line.startsWith('npm run '))
}

/** The TypeScript of a section's first block, as an operator pastes it. */
export function readTypeScript(markdown: string, heading: string): string {
  const [block] = blocksOf(markdown, heading, 'ts')
  if (block === undefined) throw new Error(`"${heading}" has no TypeScript`)
  return block
}

/** The code blocks of a section in a language, without the indentation of the list they are in. */
function blocksOf(markdown: string, heading: string, language: string): string[] {
  const [, section] = markdown.split(`\n## ${heading}\n`)
  if (section === undefined) throw new Error(`There is no section "${heading}"`)
  const [text = ''] = section.split('\n## ')
  const blocks = text.matchAll(new RegExp(`^( *)\`\`\`${language}\\n(.*?)^ *\`\`\`$`, 'gms'))
  return [...blocks].map(([, indent = '', block = '']) => {
    return block.replaceAll(new RegExp(`^${indent}`, 'gm'), '')
  })
}
