// The part of nlp.js that is measured; the package has no types of its own.
declare module '@nlpjs/nlp' {
  export class Nlp {
    constructor(settings: object);
    addDocument(language: string, text: string, intent: string): void;
    train(): Promise<void>;
    process(language: string, text: string): Promise<{ readonly intent: string }>;
  }
}
declare module '@nlpjs/core' {
  export function containerBootstrap(): Promise<object>;
}
