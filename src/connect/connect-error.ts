/** A system cannot be connected; the message is for the person who connects it. */
export class ConnectError extends Error {}
