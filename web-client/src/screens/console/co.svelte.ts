// The link of whoever guides beside this facilitator, while the page that made it is open. Nothing else knows it: the
// server has only its hash, and this device keeps no links of other people.

class CoLink {
  #made = $state.raw<{ session: string; secret: string } | null>(null);

  /** The secret, if this page made it for that session. */
  of(session: string): string | null {
    return this.#made?.session === session ? this.#made.secret : null;
  }
  made(session: string, secret: string): void {
    this.#made = { session, secret };
  }
  ended(): void {
    this.#made = null;
  }
}

export const coLink = new CoLink();
