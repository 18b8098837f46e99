/** Rolls a transaction back when another process was faster; never leaves storage. */
export class MovedOn extends Error {}
