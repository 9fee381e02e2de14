/*
 * Loaded into the application before it starts (`node --import`): writes a JSON line to file descriptor 3
 * whenever the event loop was late. A line also says how long the thread only waited for a CPU, since on a
 * busy machine even an idle process is late.
 */
import { readFileSync, writeSync } from 'node:fs'

const interval = 10
const leastDelay = 30

/** Milliseconds for which this thread has waited for a processor, where the system counts them (Linux). */
function waitedForProcessor() {
  try {
    return Number(readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')[1]) / 1e6
  } catch {
    return 0
  }
}

let last = performance.now()
let waitedBefore = waitedForProcessor()

// Forked children of the application inherit the options of Node.
if (/server\.js$/.test(process.argv[1] ?? '')) setInterval(check, interval).unref()

function check() {
  const now = performance.now()
  const waited = waitedForProcessor()
  const delay = now - last - interval
  if (delay >= leastDelay) {
    const line = { at: Date.now(), delay: Math.round(delay), waited: Math.round(waited - waitedBefore) }
    writeSync(3, `${JSON.stringify(line)}\n`)
  }
  last = now
  waitedBefore = waited
}
