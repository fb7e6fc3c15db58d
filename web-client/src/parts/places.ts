// Where seats and their envelopes lie round the table, in per cent of its box. No rule of the session in here.

export interface Place {
  x: number;
  y: number;
}

export const FACILITATOR: Place = { x: 50, y: 13 };

/** Drawn by hand for the usual sizes; anything else goes round an ellipse below the facilitator. */
const BY_HAND: Record<number, Place[]> = {
  1: [{ x: 50, y: 84 }],
  2: [{ x: 11, y: 52 }, { x: 89, y: 52 }],
  3: [{ x: 11, y: 52 }, { x: 89, y: 52 }, { x: 50, y: 84 }],
  4: [{ x: 8, y: 40 }, { x: 92, y: 40 }, { x: 8, y: 77 }, { x: 92, y: 77 }],
};

/** Degrees, against the clock from the top, that seats beyond four spread over: the facilitator keeps the top. */
const FROM = 62;
const TO = 298;

export function places(count: number): Place[] {
  const byHand = BY_HAND[count];
  if (byHand) return byHand;
  return Array.from({ length: count }, (_, i) => {
    const angle = ((FROM + ((TO - FROM) * i) / (count - 1)) * Math.PI) / 180;
    return { x: 50 - 40 * Math.sin(angle), y: 52 - 36 * Math.cos(angle) };
  });
}

/** Where the envelope of a seat lies, in the drawing's own units (328 by 262), and how it is turned. */
export function envelope({ x, y }: Place, index: number): string {
  const towards = 0.6;
  // Straight below the middle the cup is in the way: beside the seat, then.
  const aside = Math.abs(x - 50) < 5 ? 14 : 0;
  const left = (50 + aside + (x - 50) * towards) * 3.28;
  const top = (57 + (y - 52) * towards * 0.9) * 2.62;
  return `translate(${left.toFixed(1)} ${top.toFixed(1)}) rotate(${[-7, 7, 6, -6][index % 4]}) scale(.8) translate(-22 -16)`;
}
