import process from 'node:process'
import { callApi } from './flow.mjs'

// For Node, Deno and Bun.
process.stdout.write(`${await callApi(process.env.API_URL)}\n`)
