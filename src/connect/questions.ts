import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'

/** Asks the user at a terminal. Each question rejects with an InputEndedError when the input ends. */
export interface Questions {
  /** Asks for a text. An empty answer stands for the default, which the question shows in brackets. */
  text(question: string, usual?: string): Promise<string>
  /** Asks for a secret without showing the typed characters. */
  secret(question: string): Promise<string>
  close(): void
}

/** The user ended a question with Ctrl-C or Ctrl-D. */
export class InputEndedError extends Error {
  constructor() {
    super('Ended before all was answered.')
  }
}

/** Creates questions to the user at a terminal. */
export function terminalQuestions(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Questions {
  let isHidden = false
  const shown = new Writable({
    write: (chunk: Buffer, _, done) => {
      if (!isHidden) output.write(chunk)
      done()
    },
  })
  // Without a history: the arrow keys would show a secret that was typed before.
  const lines = createInterface({ input, output: shown, terminal: true, historySize: 0 })
  const ended = new Promise<never>((_, reject) => {
    lines.once('close', () => reject(new InputEndedError()))
  })
  // Without a pending question, its rejection is not an unhandled one.
  ended.catch(() => undefined)
  // `ended` comes first: after the end, `question` also rejects at once, with another error.
  const ask = (question: string) => Promise.race([ended, lines.question(question)])
  return {
    text: async (question, usual) => {
      const answer = await ask(usual === undefined ? `${question}: ` : `${question} [${usual}]: `)
      return answer.trim() || (usual ?? '')
    },
    // Not trimmed, since blanks may be part of a secret.
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
