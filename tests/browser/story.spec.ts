// Five people and the whole ninety minutes, from opening the session to the files they take away. Everything each
// browser received, from its first frame to its last, is searched for what others kept to themselves.
import { ALEX, ALEX_ACTION, ALEX_AFTER, ALEX_KEPT, ALEX_SHIFT, BEGUN, DRAFT, JO, NOTE, PRIYA, PRIYA_ACTION, PRIYA_AFTER, REST, SAM, SAM_ACTION, STRENGTH, TRAINING } from './story/answers.ts';
import { comeIn, open, secure } from './story/arriving.ts';
import { Cast } from './story/cast.ts';
import { area, competencies } from './story/choosing.ts';
import { alexSpeaks, covered, endTalk, feedback, othersSpeak } from './story/discussing.ts';
import { actions, close, note, record, rescore } from './story/finishing.ts';
import { back, sheet, summary } from './story/keeping.ts';
import { alone, midWord } from './story/rating.ts';
import { Secrets } from './story/secrets.ts';
import { expect, test } from './support/fixtures.ts';

/** The whole story takes less than three minutes. */
const STORY_MS = 180_000;

test('five people go through a whole session', async ({ comes, way }) => {
  test.setTimeout(STORY_MS);
  const pictures = way === 'plain';
  const cast = new Cast([await comes('Morgan', 'console'), await comes('Alex', 'phone'), await comes('Priya', 'phone'), await comes('Sam', 'phone'), await comes('Jo', 'phone')], pictures);
  const { morgan, alex, priya, sam, jo } = cast;

  const secrets = new Secrets(cast.all);
  const reasons = new Map([ALEX, PRIYA, SAM, JO].map((said, i) => {
    const owner = cast.phones[i] ?? alex;
    for (const { score } of said.answers) if (score !== null && !(owner === priya && score === 3)) secrets.score(owner, 'score', score);
    return [said.name, said.answers.map(({ reason }) => (reason === null ? null : secrets.words(owner, reason)))] as const;
  }));
  const priyaScore = secrets.score(priya, 'score', 3);
  const alexReason = reasons.get('Alex')?.[0];
  const priyaReason = reasons.get('Priya')?.[0];
  if (!alexReason || !priyaReason) throw new Error('the story needs these two reasons');
  for (const words of [BEGUN, BEGUN + REST, ALEX_SHIFT]) secrets.words(alex, words);
  for (const score of [ALEX_AFTER, ALEX_KEPT]) secrets.score(alex, 'rescore', score);
  secrets.score(priya, 'rescore', PRIYA_AFTER);
  secrets.score(sam, 'rescore', 4);
  secrets.words(priya, DRAFT);
  secrets.words(morgan, NOTE);
  const notes = { strength: secrets.words(priya, STRENGTH), training: secrets.words(jo, TRAINING) };
  const put = [secrets.words(alex, ALEX_ACTION), secrets.words(priya, PRIYA_ACTION), secrets.words(sam, SAM_ACTION)];

  await test.step('open, and come in by code and by link', async () => {
    await open(cast);
    await comeIn(cast, way);
    await secure(cast, way);
  });
  await test.step('choose an area and competencies', async () => {
    await area(cast);
    await competencies(cast);
  });
  await test.step('rate alone', () => alone(cast));
  await test.step('the facilitator keeps a note', () => note(cast));
  await test.step('the group moves on while Alex is in the middle of a word', () => midWord(cast));
  await test.step('Alex shows a reason and takes it back', () => alexSpeaks(cast, secrets, alexReason));
  await test.step('the facilitator covers what Alex showed', () => covered(cast, secrets, alexReason));
  await test.step('words for Alex alone', () => feedback(cast, secrets, notes));
  await test.step('the others have their turns', () => othersSpeak(cast, secrets, [priyaScore, priyaReason]));
  await test.step('re-score', async () => {
    await endTalk(cast);
    await rescore(cast);
  });
  await test.step('actions', () => actions(cast));
  await test.step('what goes in the summary', async () => {
    put.forEach((secret) => secrets.show(secret, [morgan]));
    await record(cast);
  });
  await test.step('close', () => close(cast));
  await test.step('files', async () => {
    await sheet(cast);
    await summary(cast, way);
  });
  const again = await test.step('ways back', () => back(cast, () => comes('Alex again', 'phone')));
  await test.step('nobody received what was not theirs', async () => {
    await secrets.check();
    await secrets.checkSame(again, alex);
  });
  expect(cast.all.every(({ record: { heard } }) => heard.length > 0)).toBe(true);
});
