import {
  type Activity,
  BotAdapter,
  type ConversationReference,
  type ResourceResponse,
  type TurnContext,
} from 'botbuilder';

/**
 * Runs a Bot Framework turn in memory: what the dialogs send is collected, not sent. The turn's
 * commit stores it, and only then does it leave, so a crash can neither lose nor double an answer.
 */
export class TurnAdapter extends BotAdapter {
  readonly sent: Partial<Activity>[] = [];

  override async sendActivities(
    _context: TurnContext,
    activities: Partial<Activity>[],
  ): Promise<ResourceResponse[]> {
    this.sent.push(...activities);
    return activities.map((_, index) => ({ id: String(this.sent.length - activities.length + index) }));
  }

  override async updateActivity(): Promise<ResourceResponse | undefined> {
    return undefined;
  }

  override async deleteActivity(): Promise<void> {
    // Nothing has left yet, so there is nothing to take back.
  }

  override async continueConversation(_reference: Partial<ConversationReference>): Promise<void> {
    throw new Error('turns begin in conversations/, never in the adapter');
  }
}
