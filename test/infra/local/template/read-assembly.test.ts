import { mkdir, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App, type AppProps, Stack } from 'aws-cdk-lib'
import { Asset } from 'aws-cdk-lib/aws-s3-assets'
import { expect, test } from 'vitest'
import { readAssembly } from '../../../../infra/local/template/read-assembly.ts'

async function appWith(add: (app: App, folder: string) => void) {
  const folder = await mkdtemp(join(tmpdir(), 'local stack-'))
  await mkdir(join(folder, 'code'))
  const props: AppProps = { outdir: join(folder, 'cdk.out') }
  const app = new App(props)
  add(app, folder)
  return app.synth()
}

test('reads the only stack, with the folders of its assets', async () => {
  const assembly = await appWith((app, folder) => {
    const stack = new Stack(app, 'Orders', { env: { region: 'eu-west-1' } })
    new Asset(stack, 'Code', { path: join(folder, 'code') })
  })
  const { name, region, assets } = readAssembly(assembly)
  expect([name, region]).toEqual(['Orders', 'eu-west-1'])
  const [[key, path] = []] = assets
  expect(key).toMatch(/^[0-9a-f]{64}\.zip$/)
  expect(path).toContain(join(assembly.directory, 'asset.'))
  expect(readAssembly(assembly.directory)).toEqual(readAssembly(assembly))
})

test('uses us-east-1 for a stack without a region', async () => {
  const assembly = await appWith((app) => new Stack(app, 'Orders'))
  expect(readAssembly(assembly).region).toBe('us-east-1')
})

test('needs the name of the stack when there are several', async () => {
  const assembly = await appWith((app) => {
    new Stack(app, 'Orders', { stackName: 'orders-dev' })
    new Stack(app, 'Bills')
  })
  expect(readAssembly(assembly, 'orders-dev').name).toBe('orders-dev')
  expect(() => readAssembly(assembly)).toThrow('Choose one of the stacks: orders-dev, Bills')
  expect(() => readAssembly(assembly, 'Other')).toThrow('no stack Other, only: orders-dev, Bills')
})

test('refuses a folder that is not the output of cdk synth', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'local stack-'))
  expect(() => readAssembly(folder)).toThrow('is not the output of `cdk synth`: no manifest.json')
})
