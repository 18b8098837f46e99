/** What the engine itself says, with the parameters it brings. */
export const engineTexts: Readonly<Record<string, readonly string[]>> = {
  'not-understood': [],
  'not-understood-again': [],
  resume: [],
  moved: [],
  'late-button': [],
  'choose-place': ['count'],
  'choose-split': ['place'],
  'place-unknown': [],
  'choose-more': ['chosen'],
  'gather-more': [],
  'files-kept': ['count'],
  'files-first': [],
  'number-range': ['min', 'max'],
  'text-long': ['max'],
  'cannot-skip': [],
  'nothing-back': [],
  help: [],
  human: [],
  stopped: [],
  delete: [],
  exit: [],
  'no-files': [],
  weather: [],
};

/** Always to be had, in every text. */
export const everywhere: readonly string[] = ['you', 'You', 'staff', 'Staff', 'centre'];

/** What the program brings for texts of `bot`. */
export const botParams: readonly string[] = ['minutes', 'count', 'receipt', 'words', 'code', 'number'];
