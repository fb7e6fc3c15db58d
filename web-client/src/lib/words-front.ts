// Import this once where something is read outside a session: it adds `home.*`, `privacy.*` and `start.*`.
import words from 'virtual:words/front';
import { addWords } from './words';

addWords(words);
