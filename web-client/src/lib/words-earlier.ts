// Import this once where earlier sessions are brought or shown: it adds `earlier.*`, and what these pages share with the talk.
import words from 'virtual:words/earlier';
import './words-talk';
import { addWords } from './words';

addWords(words);
