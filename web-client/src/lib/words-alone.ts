// Import this once in the pages of somebody alone: it adds `alone.*`.
import words from 'virtual:words/alone';
import { addWords } from './words';

addWords(words);
