import { expect, test } from 'vitest'
import { Progress } from '../../../infra/ops/progress.ts'

/** Shows the progress of so many of a total. Returns what is written. */
function written(isTTY: boolean, total: number, ...done: number[]): string[] {
  const lines: string[] = []
  const out = { isTTY, write: (text: string) => lines.push(text) }
  const progress = new Progress('copied', total, out as unknown as NodeJS.WriteStream)
  for (const one of done) progress.show(one)
  return lines
}

test('where output is no terminal, a line is written for each tenth', () => {
  expect(written(false, 20, 0, 1, 2, 3, 20)).toEqual([
    'copied 0 of 20\n',
    'copied 2 of 20\n',
    'copied 20 of 20\n',
  ])
})

test('on a terminal, one line with a bar is written again, and ended when all is done', () => {
  expect(written(true, 2, 1, 2)).toEqual([
    `\r${'█'.repeat(20)}${'░'.repeat(20)} copied 1 of 2\u001b[K`,
    `\r${'█'.repeat(40)} copied 2 of 2\u001b[K\n`,
  ])
})

test('nothing of nothing is everything', () => {
  expect(written(false, 0, 0)).toEqual(['copied 0 of 0\n'])
  expect(written(true, 0, 0)).toEqual([`\r${'█'.repeat(40)} copied 0 of 0\u001b[K\n`])
})
