/** The process cannot listen where its settings say; the message is for the operator. */
export class UnusableAddressError extends Error {
  override readonly name = 'UnusableAddressError'
}

/** The address to listen on, and the names of its settings. */
export interface ListenAddress {
  readonly hostSetting: string
  readonly host: string
  readonly portSetting: string
  readonly port: number
}

/** The reason and the remedy by errno code: https://nodejs.org/api/errors.html#common-system-errors */
const reasons: Readonly<Record<string, (address: ListenAddress) => string>> = {
  EADDRINUSE: ({ portSetting }) =>
    `the port is in use (EADDRINUSE). Stop the program that has it, or set ${portSetting} to another one`,
  EADDRNOTAVAIL: ({ hostSetting }) =>
    `this machine does not have the address (EADDRNOTAVAIL). Set ${hostSetting} to one that it has, or to 0.0.0.0 for all`,
  EACCES: ({ portSetting }) =>
    `this user may not use the port (EACCES). Set ${portSetting} to one above 1023`,
  ENOTFOUND: ({ hostSetting }) =>
    `the host is not known (ENOTFOUND). Set ${hostSetting} to an address of this machine`,
}

/**
 * How many connections the system queues until the process accepts them. It drops further ones, and their
 * clients retry after 1, 3 and 7 seconds. Node's default is 511, and with more clients at once some waited
 * that long. The system may allow fewer (`net.core.somaxconn`, by default 4096).
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
  address: ListenAddress,
): Promise<Result> {
  try {
    return await listening
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    const reason = reasons[code]
    if (reason === undefined) throw error
    const { hostSetting, host, portSetting, port } = address
    throw new UnusableAddressError(
      `${hostSetting} ${host} and ${portSetting} ${port} cannot be listened on: ${reason(address)}.`,
    )
  }
}
