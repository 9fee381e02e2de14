/** The process cannot listen where its settings say; the message is for the operator. */
export class UnusableAddressError extends Error {
  override readonly name = 'UnusableAddressError'
}

/** Where to listen, and which settings say so. */
export interface ListeningPlace {
  readonly hostSetting: string
  readonly host: string
  readonly portSetting: string
  readonly port: number
}

/** What the operator has to know of an errno code: https://nodejs.org/api/errors.html#common-system-errors */
const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'the port is in use',
  EADDRNOTAVAIL: 'this machine does not have the address',
  EACCES: 'the process may not use the port',
  ENOTFOUND: 'the host is not known',
}

/**
 * Waits until a server listens.
 *
 * @param listening rejects as `server.listen` does
 * @throws UnusableAddressError when the system refuses the address
 */
export async function untilListening<Result>(
  listening: Promise<Result>,
  { hostSetting, host, portSetting, port }: ListeningPlace,
): Promise<Result> {
  try {
    return await listening
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    const reason = reasons[code]
    if (reason === undefined) throw error
    throw new UnusableAddressError(
      `${hostSetting} ${host} and ${portSetting} ${port} cannot be listened on: ${reason} (${code}).`,
    )
  }
}
