import { realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Environment } from '../config.ts'
import { operatorMessage } from '../operator-message.ts'

/** What a command leaves behind: a process exit code, and the texts for its two output streams. */
export interface CommandResult {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** A command as a function of its arguments and environment. */
export type Command = (argv: readonly string[], environment: Environment) => Promise<CommandResult>

/** What the operator is told of what only the operator can do something about: one line, and no stack. */
export function refused(error: unknown): CommandResult {
  const message = operatorMessage(error)
  if (message === undefined) throw error
  return { exitCode: 1, stdout: '', stderr: `${message}\n` }
}

/** Runs `command` when the module at `moduleUrl` is the program of this process, and not imported by another. */
export async function runWhenProgram(moduleUrl: string, command: Command): Promise<void> {
  const [, program, ...argv] = process.argv
  // The program is named as it was called, perhaps by a symbolic link; a module by its real path.
  if (program === undefined || realpathSync(program) !== fileURLToPath(moduleUrl)) return
  const { exitCode, stdout, stderr } = await command(argv, process.env).catch(refused)
  process.stdout.write(stdout)
  process.stderr.write(stderr)
  process.exitCode = exitCode
}
