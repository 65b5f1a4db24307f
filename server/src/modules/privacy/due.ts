import { answerWithin } from '@scrm/shared/privacy-rule';

const dayMs = 86_400_000;
const beijingMs = 8 * 3_600_000;

/** The end, in Beijing, of the last day on which an answer is in time. `from` and the result in ms. */
export function dueAt(from: number): number {
  let day = Math.floor((from + beijingMs) / dayMs);
  for (let left = answerWithin.workingDays; left > 0;) {
    day++;
    // 1 January 1970 was a Thursday.
    const weekday = (day + 4) % 7;
    if (weekday !== 0 && weekday !== 6) left--;
  }
  return (day + 1) * dayMs - beijingMs - 1;
}
