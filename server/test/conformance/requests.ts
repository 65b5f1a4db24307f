import { checkRequest, endpoints } from '../../sandbox';
import { parseSample, pathFinder, type Sample } from './files';
import { checkEach, type KindReport } from './report';

/** What the platform documents as a request, the sandbox must accept. */
export function checkRequests(samples: Sample[]): KindReport {
  const pathOf = pathFinder(endpoints);
  return checkEach('api_req', samples, (sample) => {
    const path = pathOf(sample);
    if (!path) return undefined;
    const refusal = checkRequest(path, parseSample(sample));
    return refusal && `${path} answers ${refusal.errcode} ${refusal.errmsg}`;
  });
}
