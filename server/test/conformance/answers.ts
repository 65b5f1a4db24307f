import { replySchemas } from '../../src/wecom/api';
import { parseSample, pathFinder, type Sample } from './files';
import { checkEach, type KindReport } from './report';

/** What the platform documents as an answer, the client must be able to read. */
export function checkAnswers(samples: Sample[]): KindReport {
  const pathOf = pathFinder(Object.keys(replySchemas));
  return checkEach('api_json', samples, (sample) => {
    const path = pathOf(sample);
    if (!path) return undefined;
    const { success, error } = replySchemas[path]!.safeParse(parseSample(sample));
    return success ? null : `${path}: ${error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; ')}`;
  });
}
