import { existsSync } from 'node:fs';
import { checkAnswers } from './conformance/answers';
import { checkCallbacks } from './conformance/callbacks';
import { findFiles } from './conformance/files';
import { notOurs, printReports, type KindReport } from './conformance/report';
import { checkRequests } from './conformance/requests';

/** `npm run conformance -- DIR`: what the platform documents, against what we do. DIR holds a folder for each kind. */
const [folder] = process.argv.slice(2);
if (!folder || !existsSync(folder)) {
  process.stderr.write('Say which folder: npm run conformance -- DIR (with callback_xml, callback_json, api_req, api_json… inside)\n');
  process.exit(2);
}

const files = findFiles(folder);
const reports: KindReport[] = [];
if (files.callback_xml || files.callback_json) reports.push(...await checkCallbacks({ callback_xml: files.callback_xml ?? [], callback_json: files.callback_json ?? [] }));
if (files.api_req) reports.push(checkRequests(files.api_req));
if (files.api_json) reports.push(checkAnswers(files.api_json));
const checked = new Set(reports.map(({ kind }) => kind));
for (const [kind, list] of Object.entries(files)) if (!checked.has(kind)) reports.push(notOurs(kind, list));

process.exit(printReports(reports) ? 0 : 1);
