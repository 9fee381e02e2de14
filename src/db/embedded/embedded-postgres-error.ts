/** The embedded server cannot do what was asked; the message is for the person who runs the application. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError'
}
