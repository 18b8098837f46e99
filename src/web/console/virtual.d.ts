declare module 'virtual:console/vi' {
  export const words: import('../vite/words.ts').Words;
  export const choices: import('../vite/words.ts').ChoiceLabels;
}
declare module 'virtual:console/en' {
  export const words: import('../vite/words.ts').Words;
  export const choices: import('../vite/words.ts').ChoiceLabels;
}
declare module 'virtual:console/places' {
  export const places: import('../vite/words.ts').PlaceNames;
}
declare module 'virtual:console/addresses' {
  export const addresses: Readonly<Record<string, import('../vite/words.ts').Addresses>>;
}
declare module '*.css';
