#!/usr/bin/env node
// Starts the server and every command: `sourcebook start`, `sourcebook token --role ANALYST`. This file and
// supported-node.cjs use only the syntax of Node 6, so that an old version of Node can report that it is too
// old.
'use strict'

const supportedNode = require('./supported-node.cjs')

const refusal = supportedNode.refusalOf(process.versions.node, require('../package.json').engines.node)
if (refusal !== undefined) {
  process.stderr.write(`${refusal}\n`)
  process.exit(1)
}
require('./run.cjs').run(process.argv.slice(2))
