/** Lets the compiler find the forgotten case of a union. */
export function unreachable(value: never): never {
  throw new Error(`a case was forgotten: ${typeof value}`);
}
