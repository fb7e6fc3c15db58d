// What a closed session hands to the one after it: how it was set up, and nothing anybody wrote or chose in it. It waits
// in this tab until it is used; neither session learns of the other.
import type { AreaId, FrameworkId, Meeting, Stage } from '$lib/protocol';

export interface Next {
  title: string;
  facilitator: string;
  seats: number;
  framework: FrameworkId;
  /** A framework of one's own is found again by its name. */
  frameworkName: string;
  meeting: Meeting;
  /** Minutes by stage. */
  plan: Partial<Record<Stage, number>>;
  /** To suggest. */
  area: { id: AreaId; name: string } | null;
}

/** The place on the form's page that takes it. */
export const AT_NEXT = 'next';
const KEY = 'trivet:next';
/** Where storage is blocked. */
let here: Next | null = null;

export function hand(next: Next): void {
  here = next;
  try {
    sessionStorage.setItem(KEY, JSON.stringify(next));
  } catch {
    // then it lasts until the page is loaded anew
  }
}

export function handed(): Next | null {
  try {
    const text = sessionStorage.getItem(KEY);
    if (text !== null) return JSON.parse(text) as Next;
  } catch {
    // blocked, or not ours
  }
  return here;
}

export function drop(): void {
  here = null;
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // nothing to drop
  }
}
