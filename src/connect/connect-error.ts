/** Why a system is not connected, in words for the person who connects it. */
export class ConnectError extends Error {}
