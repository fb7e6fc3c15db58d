// Import this once in the display's page: it adds `display.*`.
import words from 'virtual:words/display';
import { addWords } from './words';

addWords(words);
