import { expect, test } from 'vitest'
import { readPrelude, readRemedies } from './read-remedies.ts'

const RUNBOOK = `# Runbook

## Before you look

Paste:

\`\`\`sh
ids() { :; }
logs() { :; }
\`\`\`

## Alarm one

**Cause.** See \`aws logs tail\`.

**Remedy.** Run \`aws lambda invoke one\`, or:

1. This:
   \`\`\`sh
   aws sqs purge-queue \\
     --queue-url x
   \`\`\`

**Tried.** \`aws no remedy\`

## Alarm two

**Remedy.** \`npm run sms\`, then \`aws sns publish\`.
`

test('the functions of the runbook are read without the fence', () => {
  expect(readPrelude(RUNBOOK)).toBe('ids() { :; }\nlogs() { :; }\n')
})

test('a runbook without functions is refused', () => {
  expect(() => readPrelude('# Runbook\n\n## Alarm one\n')).toThrow(
    'The runbook has no functions to paste',
  )
})

test('the commands of the AWS CLI in each remedy are read, in order', () => {
  expect(readRemedies(RUNBOOK)).toEqual([
    { section: 'Alarm one', command: 'aws lambda invoke one' },
    { section: 'Alarm one', command: 'aws sqs purge-queue \\\n  --queue-url x' },
    { section: 'Alarm two', command: 'aws sns publish' },
  ])
})
