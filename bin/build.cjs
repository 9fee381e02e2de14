'use strict'

const { spawnSync } = require('node:child_process')
const { createHash } = require('node:crypto')
const fs = require('node:fs')
const path = require('node:path')

const root = path.dirname(__dirname)
const built = path.join(root, 'dist')
/** Contains the hash of the sources that `dist` was built from. */
const stamp = path.join(built, '.built-from')
const lock = path.join(built, '.building')
const compilerPackage = path.join(root, 'node_modules', 'typescript-7')
/** A lock older than this many milliseconds is stale. */
const longestBuild = 300_000

/** The hash of everything that the result of a build depends on. */
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

/**
 * Whether another process is building. A killed one leaves its lock, and another process may have its pid by
 * now.
 */
function isBuilding() {
  try {
    if (Date.now() - fs.statSync(lock).mtimeMs >= longestBuild) return false
    process.kill(Number(fs.readFileSync(lock, 'utf8')), 0)
    return true
  } catch (error) {
    // The process exists, but belongs to another user.
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

/** Runs the compiler, and returns its signal or exit status. */
function compile() {
  const startedAt = Date.now()
  process.stderr.write('Building (10 to 30 seconds the first time)…\n')
  const { bin } = JSON.parse(fs.readFileSync(path.join(compilerPackage, 'package.json'), 'utf8'))
  const compiler = path.join(compilerPackage, bin.tsc)
  // Standard output is reserved for the output of the command, such as a token.
  const { status, signal, error } = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  })
  if (error) throw error
  if (status === 0) process.stderr.write(`Built in ${Math.round((Date.now() - startedAt) / 1000)} s.\n`)
  return signal ?? status
}

/** Whether this is a checkout with development dependencies, and not a pruned one or an installed package. */
exports.canBuild = () =>
  fs.existsSync(compilerPackage) && fs.existsSync(path.join(root, 'tsconfig.build.json'))

/**
 * Builds `dist`, unless it is up to date. Exits the process when the sources do not compile.
 *
 * @param {{ always?: boolean }} options with `always` the compiler runs even if `dist` seems to be up to date
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
  // Ctrl-C signals the compiler, too, so end with the same signal.
  if (typeof outcome === 'string') process.kill(process.pid, outcome)
  process.stderr.write('The build failed.\n')
  process.exit(1)
}

if (require.main === module) exports.build({ always: true })
