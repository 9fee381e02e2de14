'use strict'

const { existsSync } = require('node:fs')
const path = require('node:path')
const { pathToFileURL } = require('node:url')
const { build, canBuild } = require('./build.cjs')

/** The compiled programs by the names of their npm scripts, with a description. */
const programs = {
  start: ['server.js', 'starts the server, also when no command is named'],
  worker: ['commands/worker.js', 'introspects sources in a process of its own'],
  setup: ['commands/setup.js', 'creates the first organization and the first administrator'],
  token: ['commands/token.js', 'prints a bearer token'],
  demo: ['commands/demo.js', 'fills a running server with an example catalog'],
  connect: ['commands/connect.js', 'connects your own database to a running server'],
  descriptions: ['commands/descriptions.js', 'exports, plans and applies descriptions in a file'],
  'db:migrate': ['commands/migrate.js', 'brings the database schema up to date'],
  backup: ['commands/backup.js', 'writes the whole database to a file'],
  restore: ['commands/restore.js', 'fills a database from a backup'],
  'credentials:rotate': ['commands/rotate-credentials.js', 'encrypts all credentials with the first key'],
}

const usage = `Usage: sourcebook [COMMAND] [options], or npm run COMMAND -- [options]

${Object.entries(programs)
  .map(([name, [, description]]) => `  ${name.padEnd(20)}${description}\n`)
  .join('')}
Each command has options of its own: sourcebook COMMAND --help
`

/**
 * Runs one of the programs in this process. In a checkout it builds a stale build first.
 *
 * @param {string[]} argv the name of the program (default: start) and its arguments
 */
exports.run = (argv) => {
  const [name = 'start', ...rest] = argv
  if (name === '--help') {
    process.stdout.write(usage)
    return
  }
  if (!Object.hasOwn(programs, name)) {
    process.stderr.write(`Unknown command ${name}.\n\n${usage}`)
    process.exitCode = 2
    return
  }
  const file = path.join(path.dirname(__dirname), 'dist', 'src', programs[name][0])
  if (canBuild()) build()
  if (!existsSync(file)) {
    process.stderr.write(`${file} is missing. Build it first: npm ci && npm run build\n`)
    process.exitCode = 1
    return
  }
  // A module compares this with its own file to decide whether it is the main program.
  process.argv = [process.argv[0], file, ...rest]
  import(pathToFileURL(file).href)
}
