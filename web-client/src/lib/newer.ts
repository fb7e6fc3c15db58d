// The server was renewed while this page was open, and the code of a page that was not fetched before is gone with the
// old one. Then nothing helps but loading anew; what people wrote is kept and comes back. Knows no session.
import { isWriting } from './field.svelte';
import { inField } from './stay.svelte';
import { store } from './store';

const shell = (page: Document) => page.querySelector('script[type=module][src]')?.getAttribute('src') ?? '';

/** Another shell stands at the server than the one this page came with; false as well without a connection. */
async function isOld(): Promise<boolean> {
  try {
    const response = await fetch(location.pathname, { headers: { Accept: 'text/html' } });
    return response.ok && !(await response.text()).includes(`"${shell(document)}"`);
  } catch {
    return false;
  }
}

/** A form that is filled in saves nothing by itself. */
function filled(): boolean {
  const all = document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('form input, form textarea');
  return [...all].some(({ value, defaultValue }) => value !== defaultValue);
}

/** Call once. Whoever writes is left alone; the way on is asked for again, and so is this. */
export function followServer(): void {
  window.addEventListener('vite:preloadError', () => {
    void isOld().then((old) => {
      // Where nothing is kept, only this page knows the way back.
      if (old && store.works && !isWriting() && !inField() && !filled()) location.reload();
    });
  });
}
