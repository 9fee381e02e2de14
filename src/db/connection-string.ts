/**
 * Extracts the folder of a Unix socket from a connection string. libpq has two forms:
 * `postgres:///name?host=/folder`, and the percent-encoded folder as the host name. postgres.js supports
 * neither and takes the folder as an option.
 * https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS
 *
 * @returns the rest of the connection string, and the folder if there is one
 */
export function splitSocketFolder(connection: string): { url: string; host?: string } {
  // A connection string with several hosts is not a valid URL, but the driver supports it.
  if (!URL.canParse(connection)) return { url: connection }
  const url = new URL(connection)
  const host = url.searchParams.get('host') ?? decodeURIComponent(url.hostname)
  if (!host.startsWith('/')) return { url: connection }
  url.searchParams.delete('host')
  if (url.hostname.includes('%')) url.hostname = 'localhost'
  return { url: url.href, host }
}
