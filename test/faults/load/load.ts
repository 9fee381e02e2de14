import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { LoadAnswer, LoadQuestion } from './load-process.ts'

/** Lets another process send load to a server. Resolves with the answers. */
export async function load(question: LoadQuestion): Promise<LoadAnswer> {
  const child = fork(fileURLToPath(new URL('./load-process.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx'],
  })
  const answered = Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`The load ended with ${code}.`))),
  ])
  child.send(question)
  const [answer] = await answered
  return answer as LoadAnswer
}
