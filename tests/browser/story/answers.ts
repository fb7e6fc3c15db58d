// What the four people of the story write, as canaries: words and scores that appear nowhere else. Every score is
// one person's alone, so a score in somebody else's frame says whose it is.

export const AREA = 'Building trusting relationships';
/** Another area, for picks that come to nothing. */
export const OTHER_AREA = 'Trauma-informed approach';

/** The three the group looks at, and a fourth that there is no room for. */
export const LOOKED_AT = ['Persevering', 'Reliable and consistent', 'Empathic listeners'] as const;
export const FOURTH = 'Reconcilers';

export interface Answer {
  /** 1 to 10; null declines. */
  score: number | null;
  reason: string | null;
}

export interface Said {
  name: string;
  /** One for each competency, in order. */
  answers: [Answer, Answer, Answer];
}

const reason = (name: string, nr: number) => `I keep at it and say so. Canary ${name.toLowerCase()}-reason-${nr}`;
const said = (name: string, scores: [number | null, number | null, number | null], quiet: number[] = []): Said => ({
  name,
  answers: scores.map((score, i) => ({ score, reason: quiet.includes(i + 1) ? null : reason(name, i + 1) })) as Said['answers'],
});

/** Ten scores among four people, none given twice. Alex uses words alone once, Sam declines once, Jo leaves one reason out. */
export const ALEX = said('Alex', [2, 5, null], [3]);
export const PRIYA = said('Priya', [3, 8, 9]);
export const SAM = said('Sam', [4, 7, null], [3]);
export const JO = said('Jo', [1, 6, 10], [2]);

/** What Alex writes while the group moves on: begun, and finished afterwards. */
export const BEGUN = 'Words alone here, and the rest of the sen';
export const REST = 'tence. Canary alex-reason-3';
/** Alex put the caret so far from the end before the group moved on. */
export const CARET_BACK = 4;

/** From Priya to Alex: one sent, one never. */
export const STRENGTH = 'You rang again after the silence. Canary priya-strength';
export const DRAFT = 'Perhaps shorter visits. Canary priya-draft';
/** From Jo to Alex, who tells the facilitator. */
export const TRAINING = 'The listening course in spring. Canary jo-training';

/** After the discussion: Alex changes one and keeps one, Priya changes one. */
export const ALEX_AFTER = 9;
export const ALEX_KEPT = 5;
export const PRIYA_AFTER = 7;
export const ALEX_SHIFT = 'Hearing how others begin. Canary alex-shift';

export const ALEX_ACTION = 'Ask my team about the Friday visits. Canary alex-action';
export const PRIYA_ACTION = 'Practise saying nothing for a while. Canary priya-action';
export const SAM_ACTION = 'Book the supervision slot. Canary sam-action';

/** Morgan's own, for no export and no phone. */
export const NOTE = 'Come back to the first round. Canary morgan-note';
