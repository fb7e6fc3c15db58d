// Import this once where a participant's later pages are loaded: it adds what they read from the talk on.
import words from 'virtual:words/talk';
import { addWords } from './words';

addWords(words);
