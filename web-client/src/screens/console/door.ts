// The ways in: the code as people read it, and the links. Knows the addresses of the contract and nothing else.

/** "KTR4 M9XF" */
export function codeInTwo(code: string): string {
  const half = Math.ceil(code.length / 2);
  return `${code.slice(0, half)} ${code.slice(half)}`;
}

export const joinUrl = (code: string) => `${location.origin}/join#${code}`;
export const consoleUrl = (id: string, secret: string) => `${location.origin}/console/${id}#${secret}`;
/** The code travels with the display's secret: the display's own view does not hold it. */
export const displayUrl = (id: string, secret: string, code: string | null) => `${location.origin}/display/${id}#${secret}${code === null ? '' : `.${code}`}`;
