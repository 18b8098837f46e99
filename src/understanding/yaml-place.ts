import { isNode, LineCounter, parseDocument } from 'yaml';

export interface SourceText {
  readonly file: string;
  readonly text: string;
}

type Path = readonly PropertyKey[];

/** A YAML file that can say where in it something stands: "vi.yaml:12:5". */
export class YamlPlace {
  readonly file: string;
  private readonly lines = new LineCounter();
  private readonly document;

  constructor(source: SourceText) {
    this.file = source.file;
    this.document = parseDocument(source.text, { lineCounter: this.lines, prettyErrors: false });
  }

  /** The content, or undefined when the file is no YAML. */
  value(): unknown {
    return this.document.errors.length === 0 ? this.document.toJS() : undefined;
  }

  syntaxFaults(): readonly string[] {
    return this.document.errors.map((error) => `${this.at(error.pos[0])} ${error.message}`);
  }

  /** A fault at the innermost part of `path` that is there. */
  fault(path: Path, what: string): string {
    for (let length = path.length; length >= 0; length--) {
      const node = this.document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return `${this.at(node.range[0])} ${path.join('.')}: ${what}`;
    }
    return `${this.at(0)} ${what}`;
  }

  private at(offset: number): string {
    const { line, col } = this.lines.linePos(offset);
    return `${this.file}:${line}:${col}`;
  }
}
