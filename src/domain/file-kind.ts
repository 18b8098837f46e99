const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** What staff may send beside pictures. */
export const documentTypes: readonly string[] = ['application/pdf', docx];

export function isPicture(contentType: string): boolean {
  return contentType.startsWith('image/');
}

/** The ending a file of this kind has, for a name of ours; `bin` for what has none of two to five letters. */
export function endingOf(contentType: string): string {
  if (contentType === docx) return 'docx';
  if (contentType === 'image/jpeg') return 'jpg';
  return /^[a-z]+\/(?:x-|vnd\.)?(?<ending>[a-z0-9]{2,5})$/u.exec(contentType)?.groups?.['ending'] ?? 'bin';
}

/** A name that says nothing of its content, for platforms and for a phone that others may look at. */
export function neutralName(contentType: string): string {
  return `file.${endingOf(contentType)}`;
}
