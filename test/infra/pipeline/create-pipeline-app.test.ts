import { expect, test } from 'vitest'
import { createPipelineApp } from '../../../infra/pipeline/create-pipeline-app.ts'

const repository = 'octocat/user-api'
const HOW_TO = 'Name stage and repository: npm run pipeline -- -c stage=dev'

test.each([
  [{}, HOW_TO],
  [{ stage: 'dev' }, HOW_TO],
  [{ repository }, HOW_TO],
  [{ stage: 'prd', repository }, 'There is no stage "prd". Use one of: local, dev, prod'],
  [
    { stage: 'dev', repository },
    'Stage "dev" has no account yet: fill it in in infra/stages/own-values.ts',
  ],
])('a context of %j is refused: %s', (context, message) => {
  expect(() => createPipelineApp(context)).toThrow(message)
})
