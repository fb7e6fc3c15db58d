// How far the server's clock is ahead of this device's, from what the server says of its own. Knows nothing of frames;
// devices whose clocks are hours off show the same minute by it.

export class Skew {
  /** In ms: `Date.now() + ms` is the server's now. */
  ms = $state(0);
  /** When the server was last asked for its clock, on this device's. */
  #asked = -Infinity;

  /** The server said its time unasked: as near as the way of that one frame was short. */
  told(now: number): void {
    this.ms = now - Date.now();
  }

  asks(): void {
    this.#asked = Date.now();
  }

  /**
   * The server read its clock after it was asked and before its answer came: the truth lies between the two. What lies
   * elsewhere is of before a clock was put right, this device's or the server's.
   */
  answered(now: number): void {
    const [least, most] = [now - Date.now(), now - this.#asked];
    this.ms = Math.max(least, Math.min(this.ms, most));
  }
}
