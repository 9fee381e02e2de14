import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'

/** Asks the person at a terminal. */
export interface Questions {
  /** Asks for a text; what stands in brackets is taken when nothing is typed. */
  text(question: string, usual?: string): Promise<string>
  /** Asks for what nobody may read over the shoulder: nothing that is typed is shown. */
  secret(question: string): Promise<string>
  close(): void
}

/** Questions to whoever sits at the terminal of this process. Answers that end rejects a question that waits. */
export function terminalQuestions(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Questions {
  let isHidden = false
  const shown = new Writable({
    write: (chunk: Buffer, _, done) => {
      if (!isHidden) output.write(chunk)
      done()
    },
  })
  const lines = createInterface({ input, output: shown, terminal: true })
  const ended = new Promise<never>((_, reject) => {
    lines.once('close', () => reject(new Error('Nothing more was typed.')))
  })
  // It is waited for only while a question waits.
  ended.catch(() => undefined)
  const ask = async (question: string) => (await Promise.race([lines.question(question), ended])).trim()
  return {
    text: async (question, usual) =>
      (await ask(usual === undefined ? `${question}: ` : `${question} [${usual}]: `)) || (usual ?? ''),
    secret: async (question) => {
      output.write(`${question} (it is not shown): `)
      isHidden = true
      try {
        return await ask('')
      } finally {
        isHidden = false
        output.write('\n')
      }
    },
    close: () => lines.close(),
  }
}
