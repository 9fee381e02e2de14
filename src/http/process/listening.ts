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
const reasons: Readonly<Record<string, (place: ListeningPlace) => string>> = {
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
  place: ListeningPlace,
): Promise<Result> {
  try {
    return await listening
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    const reason = reasons[code]
    if (reason === undefined) throw error
    const { hostSetting, host, portSetting, port } = place
    throw new UnusableAddressError(
      `${hostSetting} ${host} and ${portSetting} ${port} cannot be listened on: ${reason(place)}.`,
    )
  }
}
