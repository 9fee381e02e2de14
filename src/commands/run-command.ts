import { realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { asCalledHere } from '../called-here.ts'
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

/** The end of a command whose arguments are wrong. */
export const wrongArguments = (message: string, usage: string): CommandResult => ({
  exitCode: 2,
  stdout: '',
  stderr: `${message}\n\n${usage}`,
})

/** A command that refuses every argument. */
export const withoutArguments =
  (usage: string, command: (environment: Environment) => Promise<CommandResult>): Command =>
  async ([unexpected], environment) =>
    unexpected === undefined
      ? command(environment)
      : wrongArguments(`Unexpected argument ${unexpected}`, usage)

/** The end of a command that failed: one line for what only the operator can change, and the stack of any other error. */
export const failure = (error: unknown): CommandResult => ({
  exitCode: 1,
  stdout: '',
  stderr: `${operatorMessage(error) ?? (error as Error).stack}\n`,
})

/**
 * Runs `command` when the module at `moduleUrl` is the program of this process, and not imported by another.
 *
 * @param usage is printed in place of running it when `--help` is among the arguments
 */
export async function runWhenProgram(moduleUrl: string, usage: string, command: Command): Promise<void> {
  const [, program, ...argv] = process.argv
  // The program is named as it was called, perhaps by a symbolic link; a module by its real path.
  if (program === undefined || realpathSync(program) !== fileURLToPath(moduleUrl)) return
  const { exitCode, stdout, stderr } = argv.includes('--help')
    ? { exitCode: 0, stdout: usage, stderr: '' }
    : await command(argv, process.env).catch(failure)
  process.stdout.write(asCalledHere(stdout))
  process.stderr.write(asCalledHere(stderr))
  process.exitCode = exitCode
}
