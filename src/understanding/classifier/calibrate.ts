/** What is known of one development message: its scores and what it is. */
export interface Judged {
  readonly logits: readonly number[];
  readonly label: number;
}

/** The temperature that makes probabilities honest: least log loss over the development set. */
export function temperature(judged: readonly Judged[]): number {
  let best = 1;
  let least = Number.POSITIVE_INFINITY;
  for (let step = -20; step <= 30; step++) {
    const tried = 1.07 ** step;
    const loss = judged.reduce((sum, one) => sum + logLoss(one, tried), 0);
    if (loss < least) {
      least = loss;
      best = tried;
    }
  }
  return best;
}

function logLoss({ logits, label }: Judged, heat: number): number {
  const most = Math.max(...logits);
  const sum = logits.reduce((total, logit) => total + Math.exp((logit - most) / heat), 0);
  return Math.log(sum) - ((logits[label] ?? 0) - most) / heat;
}
