/**
 * Takes the folder of a Unix socket out of a connection string, in either form of libpq: `postgres:///name?host=/folder`,
 * and percent-encoded in the place of the host. postgres.js knows neither and wants the folder as an option.
 * https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS
 *
 * @returns the rest of the connection string, and the folder if there is one
 */
export function splitSocketFolder(connection: string): { url: string; host?: string } {
  // A list of hosts is no URL to the standard, but the driver reads it.
  if (!URL.canParse(connection)) return { url: connection }
  const url = new URL(connection)
  const host = url.searchParams.get('host') ?? decodeURIComponent(url.hostname)
  if (!host.startsWith('/')) return { url: connection }
  url.searchParams.delete('host')
  if (url.hostname.includes('%')) url.hostname = 'localhost'
  return { url: url.href, host }
}
