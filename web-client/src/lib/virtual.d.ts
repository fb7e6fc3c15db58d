// The word lists that tools/words.ts makes while building.
declare module 'virtual:words/*' {
  import type { MessageFormatElement } from '@formatjs/icu-messageformat-parser';
  const words: Record<string, string | MessageFormatElement[]>;
  export default words;
}
