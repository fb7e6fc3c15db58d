// Import this once in the page for frameworks of one's own: it adds `frameworks.*`.
import words from 'virtual:words/frameworks';
import { addWords } from './words';

addWords(words);
