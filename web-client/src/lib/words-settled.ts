// Import this once where what is settled beforehand is shown or asked: it adds `settled.*`, which the door loads without.
import words from 'virtual:words/settled';
import { addWords } from './words';

addWords(words);
