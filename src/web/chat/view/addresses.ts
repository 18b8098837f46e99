const shown = new Set<string>();

/** An address of this page alone for a picture or a sound, until it is let go of. */
export function localAddress(content: Blob): string {
  const address = URL.createObjectURL(content);
  shown.add(address);
  return address;
}

/** Lets go of every picture and sound shown so far. */
export function forgetShown(): void {
  for (const address of shown) URL.revokeObjectURL(address);
  shown.clear();
}
