import type { Descent } from './descend.ts';

export interface TrainingPlan extends Descent {
  /** How many features get weights. */
  readonly features: number;
  /** How many layered readers are trained beside the linear one: each is a little more right, and takes its time. */
  readonly readers: number;
}

/** What training leaves: a linear reader of features, and those with a hidden layer beside it as one. */
export interface Trained {
  readonly linear: Float32Array;
  readonly hidden: Float32Array;
  readonly output: Float32Array;
}
