import { realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { asCalledHere } from '../called-here.ts'
import type { Environment } from '../config.ts'
import { operatorMessage } from '../operator-message.ts'

/** The result of a command: the exit code, and the texts for its two output streams. */
export interface CommandResult {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** A command as a function of its arguments and environment. */
export type Command = (argv: readonly string[], environment: Environment) => Promise<CommandResult>

/** The result for invalid arguments. */
export const wrongArguments = (message: string, usage: string): CommandResult => ({
  exitCode: 2,
  stdout: '',
  stderr: `${message}\n\n${usage}`,
})

/** Creates a command that refuses all arguments. */
export const withoutArguments =
  (usage: string, command: (environment: Environment) => Promise<CommandResult>): Command =>
  async ([unexpected], environment) =>
    unexpected === undefined
      ? command(environment)
      : wrongArguments(`Unexpected argument ${unexpected}`, usage)

/** The result for an error: one line if the operator can mend it, otherwise the stack. */
export const failure = (error: unknown): CommandResult => ({
  exitCode: 1,
  stdout: '',
  stderr: `${operatorMessage(error) ?? (error as Error).stack}\n`,
})

/**
 * Runs `command` if the module at `moduleUrl` is the program of this process, and not imported by another
 * module.
 *
 * @param usage printed instead of running the command if `--help` is among the arguments
 */
export async function runWhenProgram(moduleUrl: string, usage: string, command: Command): Promise<void> {
  const [, program, ...argv] = process.argv
  // `argv` has the path as typed, perhaps a symbolic link; a module URL has the real path.
  if (program === undefined || realpathSync(program) !== fileURLToPath(moduleUrl)) return
  const { exitCode, stdout, stderr } = argv.includes('--help')
    ? { exitCode: 0, stdout: usage, stderr: '' }
    : await command(argv, process.env).catch(failure)
  process.stdout.write(asCalledHere(stdout))
  process.stderr.write(asCalledHere(stderr))
  process.exitCode = exitCode
}
