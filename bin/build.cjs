'use strict'

const { spawnSync } = require('node:child_process')
const { createHash } = require('node:crypto')
const fs = require('node:fs')
const path = require('node:path')

const root = path.dirname(__dirname)
const built = path.join(root, 'dist')
/** Holds the hash of the sources that `dist` was built from. */
const stamp = path.join(built, '.built-from')
const lock = path.join(built, '.building')
const compilerPackage = path.join(root, 'node_modules', 'typescript-7')
/** How long one build waits for another one, in milliseconds. */
const longestBuild = 300_000

/** Everything that the result of a build depends on. */
function hashOfSources() {
  const hash = createHash('sha256')
  const add = (file) =>
    hash
      .update(file)
      .update('\0')
      .update(fs.readFileSync(path.join(root, file)))
      .update('\0')
  const addFolder = (folder) => {
    const entries = fs.readdirSync(path.join(root, folder), { withFileTypes: true })
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const file = path.join(folder, entry.name)
      if (entry.isDirectory()) addFolder(file)
      else if (file.endsWith('.ts')) add(file)
    }
  }
  for (const file of ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json']) add(file)
  for (const folder of ['generated', 'src']) addFolder(folder)
  return hash.digest('hex')
}

function readIfThere(file) {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}

/** Whether a build of another process goes on; one that was killed leaves its lock, and its number may be another's. */
function isBuilding() {
  try {
    if (Date.now() - fs.statSync(lock).mtimeMs >= longestBuild) return false
    process.kill(Number(fs.readFileSync(lock, 'utf8')), 0)
    return true
  } catch (error) {
    // It goes on, but is another user's.
    return error.code === 'EPERM'
  }
}

function takeLock() {
  fs.mkdirSync(built, { recursive: true })
  for (let isFirst = true; ; isFirst = false) {
    try {
      fs.writeFileSync(lock, String(process.pid), { flag: 'wx' })
      return
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    if (!isBuilding()) fs.rmSync(lock, { force: true })
    else {
      if (isFirst) process.stderr.write('Waiting for the build of another process…\n')
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200)
    }
  }
}

/** Answers with the signal or the status that the compiler ended with. */
function compile() {
  const startedAt = Date.now()
  process.stderr.write('Building (10 to 30 seconds the first time)…\n')
  const { bin } = JSON.parse(fs.readFileSync(path.join(compilerPackage, 'package.json'), 'utf8'))
  const compiler = path.join(compilerPackage, bin.tsc)
  // Standard output is for what the command prints, such as a token.
  const { status, signal, error } = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  })
  if (error) throw error
  if (status === 0) process.stderr.write(`Built in ${Math.round((Date.now() - startedAt) / 1000)} s.\n`)
  return signal ?? status
}

/** Whether this is a checkout with its development dependencies, and not a pruned one or an installed package. */
exports.canBuild = () =>
  fs.existsSync(compilerPackage) && fs.existsSync(path.join(root, 'tsconfig.build.json'))

/**
 * Builds `dist`, unless it is of the present sources. Ends the process when the sources do not compile.
 *
 * @param {{ always?: boolean }} options whether the compiler looks, even if `dist` seems to be of the present sources
 */
exports.build = ({ always = false } = {}) => {
  if (!always && readIfThere(stamp) === hashOfSources()) return
  takeLock()
  let outcome
  try {
    const hash = hashOfSources()
    if (!always && readIfThere(stamp) === hash) return
    fs.rmSync(stamp, { force: true })
    outcome = compile()
    if (outcome === 0) fs.writeFileSync(stamp, hash)
  } finally {
    fs.rmSync(lock, { force: true })
  }
  if (outcome === 0) return
  // Ctrl-C reaches the compiler, too.
  if (typeof outcome === 'string') process.kill(process.pid, outcome)
  process.stderr.write('The build failed.\n')
  process.exit(1)
}

if (require.main === module) exports.build({ always: true })
