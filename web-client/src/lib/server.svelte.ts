// What this server says of itself, asked once for each page load. Pages do without it: null until it answered.
import { api, type ServerInfo } from './api';

class Server {
  info = $state.raw<ServerInfo | null>(null);
  #asked = false;

  ask(): void {
    if (this.#asked) return;
    this.#asked = true;
    api.server().then(
      (info) => (this.info = info),
      () => (this.#asked = false), // asked again by the next page
    );
  }
}

export const server = new Server();
