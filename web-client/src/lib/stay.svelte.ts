// Who follows the group, and who stays (T12): somebody who is writing keeps their page and gets a banner;
// everybody else follows. Going back by oneself is free. Pure: it is told whether somebody is writing.

export class Follow<Place> {
  /** The page this person is on. */
  shown = $state.raw<Place>() as Place;
  /** Where the group went while this person was writing; shows the banner. Null when they are with the group. */
  offered = $state.raw<Place | null>(null);
  #group: Place;

  constructor(start: Place) {
    this.shown = start;
    this.#group = start;
  }

  /** The group is at `place` now. */
  group(place: Place, writing: boolean): void {
    if (place === this.#group) return;
    this.#group = place;
    if (place === this.shown) this.offered = null;
    else if (writing) this.offered = place;
    else this.#to(place);
  }

  /** The person pressed the banner: to where the group is, by now. */
  join(): void {
    this.#to(this.#group);
  }

  /** The person looks at another page by themselves; the group's next move takes them along again. */
  wander(place: Place): void {
    this.shown = place;
    this.offered = place === this.#group ? null : this.offered;
  }

  #to(place: Place): void {
    this.shown = place;
    this.offered = null;
  }
}

const TEXT = 'input:not([type=radio], [type=checkbox], [type=button], [type=submit]), textarea, select, [contenteditable]';

/** Focus is in something one writes in. We never put it there ourselves, so the person did. */
export function inField(page: Document = document): boolean {
  return page.activeElement?.matches(TEXT) ?? false;
}
