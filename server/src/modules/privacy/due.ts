import { answerWithin } from '@scrm/shared/privacy-rule';
import { countryKind, dayAfter, momentOf, wallTime } from '../../core/calendar';

/** The end, in China, of the last day on which an answer is in time. `from` and the result in ms. */
export function dueAt(from: number): number {
  let { day } = wallTime(from);
  for (let left = answerWithin.workingDays; left > 0;) {
    day = dayAfter(day, 1);
    if (countryKind(day) === 'workday') left--;
  }
  return momentOf(day, 1440) - 1;
}
