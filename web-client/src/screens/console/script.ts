// What a facilitator could say aloud, stage by stage: which sentences of shared/words/en.json stand where. Pure.
import type { Meeting, Part, Stage } from '$lib/protocol';
import type { Values, WordKey } from '$lib/words';

export interface Saying {
  head: WordKey;
  lines: WordKey[];
  values?: Values;
  /** The part of a turn it belongs to. */
  part?: Part;
}

const CALL: Saying = { head: 'console.script.call', lines: ['console.script.call.1', 'console.script.call.2'] };
const TRUST: Saying = { head: 'console.script.trust', lines: ['console.script.trust.1', 'console.script.trust.2', 'console.script.trust.3', 'console.script.trust.4'] };
const LOOK_BACK: Saying = { head: 'console.script.lookBack', lines: ['console.script.lookBack.1', 'console.script.lookBack.2'] };
const DISCUSS: Saying[] = [
  { head: 'console.script.invite', lines: ['console.script.invite.1', 'console.script.invite.2', 'console.script.invite.3'], part: 'speak' },
  { head: 'console.script.feedback', lines: ['console.script.feedback.1', 'console.script.feedback.2', 'console.script.feedback.3'], part: 'feedback' },
  { head: 'console.script.lastWord', lines: ['console.script.lastWord.1', 'console.script.lastWord.2'], part: 'lastWord' },
];

interface Where {
  stage: Stage;
  meeting: Meeting;
  /** The closing panel is open: the group is still in Actions. */
  closing: boolean;
  /** The group's themes are being written. */
  themes?: boolean;
  /** People have met before. */
  followUp: boolean;
  /** Minutes planned for a stage, and for all. */
  minutes: { total: number; rate: number };
}

export function script({ stage, meeting, closing, themes, followUp, minutes }: Where): Saying[] {
  if (themes) return [{ head: 'console.script.themes', lines: ['console.script.themes.1', 'console.script.themes.2', 'console.script.themes.3'] }];
  if (closing) return [{ head: 'console.script.close', lines: ['console.script.close.1', 'console.script.close.2', 'console.script.close.3'] }];
  switch (stage) {
    case 'lobby': {
      const open: Saying = { head: 'console.script.open', lines: ['console.script.open.1', 'console.script.open.2', 'console.script.open.3'], values: { minutes: minutes.total } };
      return [open, ...(meeting === 'call' ? [CALL] : []), TRUST, ...(followUp ? [LOOK_BACK] : [])];
    }
    case 'area':
      return [{ head: 'console.script.area', lines: ['console.script.area.1', 'console.script.area.2', 'console.script.area.3'] }];
    case 'competencies':
      return [{ head: 'console.script.competencies', lines: ['console.script.competencies.1', 'console.script.competencies.2', 'console.script.competencies.3'] }];
    case 'rate':
      return [{ head: 'console.script.rate', lines: ['console.script.rate.1', 'console.script.rate.2', 'console.script.rate.3', 'console.script.rate.4'], values: { minutes: minutes.rate } }];
    case 'discuss':
      return DISCUSS;
    case 'rescore':
      return [{ head: 'console.script.rescore', lines: ['console.script.rescore.1', 'console.script.rescore.2', 'console.script.rescore.3'] }];
    case 'actions':
      return [{ head: 'console.script.actions', lines: ['console.script.actions.1', 'console.script.actions.2', 'console.script.actions.3'] }];
    case 'closed':
      return [{ head: 'console.script.closed', lines: ['console.script.closed.1', 'console.script.closed.2'] }];
  }
}
