// The websocket of one page with somebody between: frames of the server can be made those of a newer one, and what the
// page sends can be held back. Both ends are the real ones.
import type { Page } from '@playwright/test';

export type Frame = { type: string; [field: string]: unknown };

export class Frames {
  /** What becomes of each frame the server sends. */
  change: (frame: Frame) => Frame = (frame) => frame;
  #say: (text: string) => void = () => undefined;
  #held: (() => void)[] | null = null;

  /** Before the page opens. */
  static async of(page: Page): Promise<Frames> {
    const frames = new Frames();
    await page.routeWebSocket(/\/socket$/, (near) => {
      const far = near.connectToServer();
      frames.#say = (text) => near.send(text);
      far.onMessage((text) => near.send(JSON.stringify(frames.change(JSON.parse(String(text)) as Frame))));
      near.onMessage((text) => {
        if (frames.#held) frames.#held.push(() => far.send(text));
        else far.send(text);
      });
    });
    return frames;
  }

  /** As if the server sent it. */
  say(frame: unknown): void {
    this.#say(JSON.stringify(frame));
  }
  /** What the page sends waits. */
  hold(): void {
    this.#held = [];
  }
  release(): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (const send of held) send();
  }
}
