import type { Answer } from './server.ts';

/**
 * How a platform behaves today: `down` answers as a gateway whose backend is gone, `cut` hears nothing and
 * hangs up, `lost` does what was asked but its answer never arrives, `lying` answers 200 with nonsense.
 */
export type Mood = 'up' | 'down' | 'cut' | 'lost' | 'lying';

/** Asks the platform in its mood. */
export async function inMood(mood: Mood, answer: () => Promise<Answer>): Promise<Answer> {
  switch (mood) {
    case 'up':
      return answer();
    case 'down':
      return {
        status: 502,
        headers: { 'content-type': 'text/html' },
        body: '<html><body>Bad Gateway</body></html>',
      };
    case 'cut':
      return 'cut';
    case 'lost':
      await answer();
      return 'cut';
    case 'lying':
      return { status: 200, body: { hello: 'world' } };
  }
}
