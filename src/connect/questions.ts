import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'

/** Asks the person at a terminal. Each of its questions rejects with an InputEndedError when nobody answers any more. */
export interface Questions {
  /** Asks for a text; what stands in brackets is taken when nothing is typed. */
  text(question: string, usual?: string): Promise<string>
  /** Asks for what nobody may read over the shoulder: nothing that is typed is shown. */
  secret(question: string): Promise<string>
  close(): void
}

/** A question that the person ended by Ctrl-C or Ctrl-D. */
export class InputEndedError extends Error {
  constructor() {
    super('Ended before all was answered.')
  }
}

/** Questions to whoever sits at the terminal of this process. */
export function terminalQuestions(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Questions {
  let isHidden = false
  const shown = new Writable({
    write: (chunk: Buffer, _, done) => {
      if (!isHidden) output.write(chunk)
      done()
    },
  })
  // Without a history, since the key that shows the line before would show a secret.
  const lines = createInterface({ input, output: shown, terminal: true, historySize: 0 })
  const ended = new Promise<never>((_, reject) => {
    lines.once('close', () => reject(new InputEndedError()))
  })
  // It is waited for only while a question waits.
  ended.catch(() => undefined)
  // `ended` first: after the end, `question` rejects at once, with an error of its own.
  const ask = (question: string) => Promise.race([ended, lines.question(question)])
  return {
    text: async (question, usual) => {
      const answer = await ask(usual === undefined ? `${question}: ` : `${question} [${usual}]: `)
      return answer.trim() || (usual ?? '')
    },
    // As it was typed: a blank may be a part of it.
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
