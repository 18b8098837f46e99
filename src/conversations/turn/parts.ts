import type { Recognition } from '../../domain/recognition.ts';
import type { Command } from '../../flows/effect.ts';
import type { ActionParts } from '../actions/action.ts';
import type { DialogRunner, OpenConversation, Said } from '../ports.ts';
import type { RatingWords } from '../rating.ts';
import type { Routes } from '../routes.ts';

/** What a turn needs of the rest of the house. */
export interface TurnParts extends ActionParts {
  /** `before` are the person's last messages, newest first. */
  readonly recognise: (text: string, before: readonly string[]) => Promise<Recognition>;
  readonly runner: DialogRunner;
  readonly routes: Routes;
  /** True when the question at hand takes any words (a story, a name), so that what is written is its answer too. */
  readonly asksForWords: (dialog: unknown) => boolean;
  /** The transcript line of a message of the person, by the channel's own id. */
  readonly findSaid: (conversation: OpenConversation, externalId: string) => Promise<number | undefined>;
  readonly rating: RatingWords;
  /** The command that a whole message is, by its own words alone. */
  readonly commandIn: (text: string, conversation: OpenConversation) => Command | undefined;
  /** A line outside of flows, in the voice the person is spoken to. */
  readonly speak: (key: string, dialog: unknown, conversation: OpenConversation) => Said;
}
