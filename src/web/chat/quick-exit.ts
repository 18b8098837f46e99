const timesShift = 3;
const within = 2000;

/**
 * Leaves at once. The order is the point: first the screen is empty, in the same instant and whatever the
 * network does; then the conversation is let go; only then another page is asked for. It takes this page's
 * place in the history, so that Back does not lead here.
 */
export function quickExit(to: string, letGo: () => void): () => void {
  let gone = false;
  return () => {
    wipe();
    if (gone) return;
    gone = true;
    letGo();
    history.replaceState(null, '', '/');
    location.replace(to);
  };
}

/** Takes everything off the page, what is typed and what is read out included. */
export function wipe(): void {
  for (const field of document.querySelectorAll('textarea')) field.value = '';
  document.body.replaceChildren();
  document.documentElement.className = 'gone';
  document.getElementById('texts')?.remove();
}

/** Shift three times in a row, with no other key between, so that capital letters never leave the page. */
export function onShiftThrice(leave: () => void): void {
  let presses: number[] = [];
  addEventListener(
    'keydown',
    (event) => {
      if (event.repeat) return;
      presses = event.key === 'Shift' ? [...presses, event.timeStamp].slice(-timesShift) : [];
      const first = presses[0];
      if (presses.length === timesShift && first !== undefined && event.timeStamp - first <= within) leave();
    },
    true,
  );
}

/**
 * Nothing may come back with the Back button: the page is emptied as it is left, and should a browser bring it
 * back from its memory all the same, it begins anew.
 */
export function leaveNothingBehind(letGo: () => void): void {
  addEventListener('pagehide', () => {
    wipe();
    letGo();
  });
  addEventListener('pageshow', (event) => {
    if (!event.persisted) return;
    wipe();
    location.reload();
  });
}
