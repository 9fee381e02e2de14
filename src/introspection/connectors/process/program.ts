import { Socket } from 'node:net'
import { serve } from './serve.ts'
import { startWatchdog } from './watchdog.ts'

// The program of a process that reads one source. It parses what strangers send, by drivers and native code that may
// crash, hang or take any amount of memory: then this process ends, and no other.

const [, , memoryMib] = process.argv
startWatchdog(Number(memoryMib) * 2 ** 20)

// A signal to the whole group of processes is for the one that asks, which may want to finish first.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined)

serve(new Socket({ fd: 3, readable: true, writable: true }), () => process.exit())
