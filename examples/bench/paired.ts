import { type Quartiles, quartiles } from "./statistics.ts";

/** One thing that is measured. `slice` runs it for a short while and returns its score. */
export interface Contender {
  readonly name: string;
  slice(): Promise<Score>;
}

export interface Score {
  /** Operations a second, or another figure that is compared by ratio. */
  readonly rate: number;
  /** CPU microseconds an operation, where the system tells. */
  readonly cpuMicros?: number | undefined;
}

export interface Comparison {
  readonly subject: string;
  readonly base: string;
  /** Rate of the subject as a multiple of the base's, paired slice by slice. */
  readonly ratio: Quartiles;
  /** CPU an operation of the subject as a multiple of the base's, or `undefined`. */
  readonly cpuRatio: Quartiles | undefined;
  readonly subjectRate: number;
  readonly baseRate: number;
}

/**
 * Compares each subject with the base in adjacent slices, so that a drift of the machine hits both alike: the order within
 * a pair alternates every round and the order of the subjects reverses every other round. Only ratios of neighbours are
 * reported as results; rates are shown for orientation.
 */
export const compare = async (
  base: Contender,
  subjects: readonly Contender[],
  rounds: number,
  note: (line: string) => void,
): Promise<Comparison[]> => {
  for (const contender of [base, ...subjects]) await contender.slice();
  const pairs = new Map<Contender, { base: Score; subject: Score }[]>(subjects.map((subject) => [subject, []]));
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? subjects : [...subjects].reverse();
    for (const subject of order) pairs.get(subject)?.push(await pair(base, subject, round % 2 === 0));
    note(`round ${round + 1} of ${rounds}`);
  }
  return subjects.map((subject) => summarise(base, subject, pairs.get(subject) ?? []));
};

const pair = async (base: Contender, subject: Contender, baseFirst: boolean) => {
  if (baseFirst) {
    const first = await base.slice();
    return { base: first, subject: await subject.slice() };
  }
  const first = await subject.slice();
  return { base: await base.slice(), subject: first };
};

const summarise = (
  base: Contender,
  subject: Contender,
  scores: readonly { base: Score; subject: Score }[],
): Comparison => {
  const cpu = scores.flatMap((score) =>
    score.base.cpuMicros && score.subject.cpuMicros ? [score.subject.cpuMicros / score.base.cpuMicros] : [],
  );
  return {
    subject: subject.name,
    base: base.name,
    ratio: quartiles(scores.map((score) => score.subject.rate / score.base.rate)),
    cpuRatio: cpu.length === scores.length ? quartiles(cpu) : undefined,
    subjectRate: quartiles(scores.map((score) => score.subject.rate)).median,
    baseRate: quartiles(scores.map((score) => score.base.rate)).median,
  };
};
