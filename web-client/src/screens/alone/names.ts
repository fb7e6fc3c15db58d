// What stages are called for somebody alone: there is no talk and nothing to close for others. No drawing.
import type { Stage } from '$lib/protocol';
import { COUNTED, stageNumber } from '$lib/stages';
import { t } from '$lib/words';

export function stageName(stage: Stage): string {
  if (stage === 'discuss') return t('alone.stage.reflect');
  return stage === 'closed' ? t('alone.stage.sheet') : t(`stage.${stage}`);
}

/** "Reflect · 4 of 7" */
export function windowTitle(stage: Stage): string {
  return t('page.title', { name: stageName(stage), step: stageNumber(stage), of: COUNTED });
}
