/*
 * Loaded into the process of the application before it starts (`node --import`): writes a JSON line to file descriptor 3
 * whenever the event loop was late. Beside how late it was, a line says for how much of that the thread only waited for a
 * processor: a machine that is busy makes a process late that does nothing.
 */
import { readFileSync, writeSync } from 'node:fs'

const interval = 10
const leastDelay = 30

/** Milliseconds that this thread has waited for a processor, where the system counts them (Linux). */
function waitedForProcessor() {
  try {
    return Number(readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')[1]) / 1e6
  } catch {
    return 0
  }
}

let last = performance.now()
let waitedBefore = waitedForProcessor()

// Children of the application that are forked inherit the options of Node.
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
