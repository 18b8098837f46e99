import { type Activity, CloudAdapter, type TurnContext } from 'botbuilder';
import { AuthenticationError } from 'botframework-connector';
import { UserError } from '../domain/errors.ts';

/**
 * The SDK's adapter with its own authentication, but without its process(): that prints every fault to the
 * terminal as it is, past the log and its allow-list, and gives the fault's message back to the caller.
 */
export class QuietAdapter extends CloudAdapter {
  async receive(
    authorization: string,
    activity: Activity,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<void> {
    try {
      await this.processActivity(authorization, activity, logic);
    } catch (error) {
      if (!(error instanceof AuthenticationError)) throw error;
      throw new UserError('request.unauthorised', 'the Bot Framework token is not good', { cause: error });
    }
  }
}
