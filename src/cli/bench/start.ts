import { DirectChat } from './direct-chat.ts';
import { inFolder, startProgram } from './program.ts';
import { print } from './result.ts';

/** Seconds from the start of the process to the first reply of the bot, on an empty and on an existing folder. */
export async function benchStart(): Promise<void> {
  await inFolder(async (folder) => {
    for (const name of ['start.empty', 'start.existing']) {
      const began = performance.now();
      const program = await startProgram('src/main.ts', { DATA_DIR: folder });
      await new DirectChat(program.base).firstReply();
      print({ name, value: (performance.now() - began) / 1000, unit: 's' });
      await program.stop();
    }
  });
}
