import type { Frame } from '../domain/dialog.ts';
import type { Flow } from './schema.ts';
import type { Walk } from './walk.ts';

/** `same`: the step is there, perhaps under a new name. `moved`: the person has to be asked elsewhere. */
export type Position = 'same' | 'moved';

/**
 * Finds the person's place again after flows were changed: frames of flows that are gone are dropped, renamed
 * steps followed, and for removed steps the nearest earlier question that still exists is taken.
 */
export function relocate(walk: Walk): Position {
  const { run } = walk;
  const top = run.frame;
  const stack = run.state.stack.flatMap((frame) => {
    const loaded = walk.flowOf(frame);
    return loaded === undefined ? [] : [{ ...place(frame, loaded.flow), flowHash: loaded.hash }];
  });
  const now = stack.at(-1);
  run.state = { ...run.state, stack };
  if (top === undefined || (now?.flow === top.flow && stack.length > 0 && isSame(top, now, walk)))
    return 'same';
  run.patch({ part: undefined, misses: 0 });
  return 'moved';
}

function isSame(before: Frame, now: Frame, walk: Walk): boolean {
  return now.step === before.step || walk.flowOf(before)?.flow.renamed[before.step] === now.step;
}

function place(frame: Frame, flow: Flow): Frame {
  const has = (step: string): boolean => Object.hasOwn(flow.steps, step);
  const follow = (step: string): string => (has(step) ? step : (flow.renamed[step] ?? step));
  const history = frame.history.map(follow).filter(has);
  const step = follow(frame.step);
  if (has(step)) return { ...frame, step, history };
  return { ...frame, step: history.at(-1) ?? flow.start, history: history.slice(0, -1) };
}
