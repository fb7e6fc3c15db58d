// What was settled before the day, in words: the agreements, and who will get the summary. One place, so that phones,
// console and paper say the same. Knows the contract's document and nothing of any screen.
import './words-settled';
import type { PreparedView } from './protocol';
import { t } from './words';

/** The agreements of every session that has none of its own. */
export function usualAgreements(): string[] {
  return [t('settled.agreed.stays'), t('settled.agreed.names'), t('settled.agreed.share'), t('settled.agreed.learning')];
}

/** What this group has agreed. In a call, that nobody records comes by itself: nobody may forget it. */
export function agreements({ agreements: own, meeting }: Pick<PreparedView, 'agreements' | 'meeting'>): string[] {
  const lines = own ?? usualAgreements();
  const call = t('settled.agreed.call');
  return meeting === 'call' && !lines.includes(call) ? [...lines, call] : lines;
}

/** Who will get the summary, as a sentence for the people here. `names`: who guides. */
export function summaryGoesTo({ summaryTo }: Pick<PreparedView, 'summaryTo'>, names: string): string {
  switch (summaryTo.who) {
    case 'facilitators':
      return t('settled.summary.facilitators', { names });
    case 'here':
      return t('settled.summary.here');
    case 'others':
      return t('settled.summary.others', { others: summaryTo.name });
  }
}
