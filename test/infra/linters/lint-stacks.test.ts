import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lintStacks } from '../../../infra/linters/lint-stacks.ts'
import { createBin, writeProgram } from '../programs/fake-program.ts'

test('lints the template of each stack with both linters, for the region of the stack', async () => {
  const bin = await createBin()
  const folder = await createBin()
  // They quote the type in the template and, in cfn-lint, the region. `grep` fails without the file.
  const type = `$(grep -o 'AWS::[A-Za-z0-9]*::[A-Za-z]*' "$6")`
  await writeProgram(
    bin,
    'cfn-lint',
    `echo "[{\\"Rule\\":{\\"Id\\":\\"W1\\"},\\"Message\\":\\"${type} in $2\\",\\"Location\\":{\\"Path\\":[\\"Resources\\",\\"R\\"]}}]"`,
  )
  await writeProgram(
    bin,
    'checkov',
    `for last; do :; done; set -- 1 2 3 4 5 "$last"
    echo "{\\"results\\":{\\"failed_checks\\":[{\\"check_id\\":\\"CKV_1\\",\\"check_name\\":\\"${type}\\",\\"resource\\":\\"T.R\\"}]},\\"summary\\":{\\"resource_count\\":1}}"`,
  )
  const stacks = [
    { name: 'a', region: 'us-east-1', template: { Resources: { R: { Type: 'AWS::WAFv2::ACL' } } } },
    {
      name: 'b',
      region: 'ap-south-1',
      template: { Resources: { R: { Type: 'AWS::S3::Bucket' } } },
    },
  ]
  const options = { bin, folder, logFile: join(bin, 'log') }
  expect(await lintStacks('prod', stacks, options)).toEqual([
    { stage: 'prod', rule: 'W1', resource: 'R', message: 'AWS::WAFv2::ACL in us-east-1' },
    { stage: 'prod', rule: 'CKV_1', resource: 'R', message: 'AWS::WAFv2::ACL' },
    { stage: 'prod', rule: 'W1', resource: 'R', message: 'AWS::S3::Bucket in ap-south-1' },
    { stage: 'prod', rule: 'CKV_1', resource: 'R', message: 'AWS::S3::Bucket' },
  ])
  expect(await readdir(folder), 'the templates are removed').toEqual([])
})
