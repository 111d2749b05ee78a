import { readFileSync } from 'node:fs'
import { JSDOM, VirtualConsole } from 'jsdom'

// Runs flow.js, a bundle, as a component test runs an app: jsdom's globals, and the `fetch` of Node.
const url = new URL(process.env.API_URL)
const { window } = new JSDOM('', {
  url: url.href,
  runScripts: 'outside-only',
  virtualConsole: new VirtualConsole(),
})
window.fetch = fetch
window.eval(readFileSync('flow.js', 'utf8'))
process.stdout.write(`${await window.flow.callApi(url.origin)}\n`)
window.close()
