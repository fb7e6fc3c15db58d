// Import this once in the console's page: it adds `console.*`.
import words from 'virtual:words/console';
import { addWords } from './words';

addWords(words);
