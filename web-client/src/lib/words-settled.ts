// Imported by lib/settled.ts alone: what was settled beforehand has words of its own, so that the door loads without.
import words from 'virtual:words/settled';
import { addWords } from './words';

addWords(words);
