// Paper: the page's size and direction while something to print stands on the screen, and the times on a run sheet.
// Knows no session.

/** Millimetres; the sheet of look/paper has the same. */
const MARGIN = { portrait: '14mm 15mm', landscape: '12mm' };

/** Says how the page is to be printed, until the returned function is called. A style sheet of its own, since a rule for
    pages in a component's would outlive the component, and nothing inline is allowed. */
export function setPaper(direction: keyof typeof MARGIN): () => void {
  if (!('adoptedStyleSheets' in document)) return () => undefined; // then it is the browser's usual page
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`@page { size: A4 ${direction}; margin: ${MARGIN[direction]} }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  return () => (document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet));
}

const DAY = 24 * 60;

/** Minutes since midnight from what was typed: "14:00", "9.30", "1400". Null when it is no time. */
export function readTime(text: string): number | null {
  const found = /^\s*(\d{1,2})\s*[:.]?\s*(\d{2})\s*$/.exec(text);
  const [hours, minutes] = [Number(found?.[1] ?? NaN), Number(found?.[2] ?? NaN)];
  return hours < 24 && minutes < 60 ? hours * 60 + minutes : null;
}

/** "14:05"; past midnight it is the next day's. */
export function clock(minutes: number): string {
  const of = ((minutes % DAY) + DAY) % DAY;
  return `${Math.floor(of / 60)}:${String(of % 60).padStart(2, '0')}`;
}

/** Stages in their order with the minute each begins at. */
export function timetable<T extends { minutes: number }>(stages: T[]): (T & { from: number })[] {
  let from = 0;
  return stages.map((stage) => {
    const row = { ...stage, from };
    from += stage.minutes;
    return row;
  });
}
