// The command `npm run generate`: generates generated/ and the types of clients/typescript from openapi.yaml.
// With --check it writes nothing, and fails when a file is stale.
import { parseArgs } from 'node:util'
import { generate } from './generator/generate.ts'

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } })
const { succeeded, lines } = await generate({ root: process.cwd(), check: values.check })
const output = succeeded ? process.stdout : process.stderr
output.write(lines.map((line) => `${line}\n`).join(''))
process.exitCode = succeeded ? 0 : 1
