import { z } from 'zod';
import { type GraphAccess, graph } from './graph.ts';

const Listed = z.looseObject({ data: z.array(z.looseObject({ id: z.string(), name: z.string() })) });
const Created = z.looseObject({ id: z.string() });

export interface PersonaRule {
  readonly access: GraphAccess;
  readonly pageId: string;
  /** A picture for every member of staff alike; a persona needs one. */
  readonly picture: string;
}

/**
 * Shows staff by first name above their messages, so that a child sees that a person speaks now. A
 * persona is made once for each name; without one the message goes out all the same.
 */
export class Personas {
  readonly #rule: PersonaRule;
  #known: Map<string, string> | undefined;
  /** One after the other, so that two replies at once do not make two of the same name. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(rule: PersonaRule) {
    this.#rule = rule;
  }

  idFor(firstName: string): Promise<string | undefined> {
    const name = firstName.normalize('NFC').trim().slice(0, 50);
    const next = this.#last.then(() => this.#idFor(name));
    this.#last = next.catch(() => undefined);
    return next;
  }

  /** The platform did not take one of them: the list is read anew before the next is used. */
  forget(): void {
    this.#known = undefined;
  }

  async #idFor(name: string): Promise<string | undefined> {
    if (name === '') return undefined;
    this.#known ??= await this.#load();
    return this.#known?.get(name) ?? this.#create(name);
  }

  async #load(): Promise<Map<string, string> | undefined> {
    const { access, pageId } = this.#rule;
    const answer = await graph(access, {
      path: `${pageId}/personas`,
      method: 'GET',
      query: { limit: '100' },
    });
    const personas = Listed.safeParse(answer.kind === 'ok' ? answer.body : undefined);
    return personas.success ? new Map(personas.data.data.map(({ id, name }) => [name, id])) : undefined;
  }

  async #create(name: string): Promise<string | undefined> {
    // Not knowing which there are, none is made: the list would fill with doubles.
    if (this.#known === undefined) return undefined;
    const { access, pageId, picture } = this.#rule;
    const answer = await graph(access, {
      path: `${pageId}/personas`,
      body: { name, profile_picture_url: picture },
    });
    const created = Created.safeParse(answer.kind === 'ok' ? answer.body : undefined);
    if (!created.success) return undefined;
    this.#known.set(name, created.data.id);
    return created.data.id;
  }
}
