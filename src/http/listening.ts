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
 * How many connections the system keeps that the process has not accepted yet. What is more is not refused but dropped, and
 * the client tries again after 1, 3 and 7 seconds; with Node's default of 511, as many clients at once waited so. The system
 * may allow fewer (`net.core.somaxconn`, which is 4096 where nobody changed it).
 */
export const connectionBacklog = 4096

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
