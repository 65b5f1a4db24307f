import type { views } from './audience';
import type { corps } from './corp';
import type { customers } from './customer';
import type { fields, quality, sources } from './field';
import type { files } from './file';
import type { liveCodes } from './live-code';
import type { org } from './org';
import type { notes } from './note';
import type { session } from './session';
import type { stages } from './stage';
import type { callbacks, doctor, jobs, wecom } from './system';
import type { tags } from './tag';
import type { visitor } from './visitor';
import type { welcome } from './welcome';

/** All pages of verbs: `createClient<Api>(send)` is the typed client of every screen and test. */
export type Api = {
  session: typeof session;
  corps: typeof corps;
  org: typeof org;
  tags: typeof tags;
  customers: typeof customers;
  views: typeof views;
  fields: typeof fields;
  sources: typeof sources;
  quality: typeof quality;
  liveCodes: typeof liveCodes;
  stages: typeof stages;
  notes: typeof notes;
  welcome: typeof welcome;
  visitor: typeof visitor;
  files: typeof files;
  callbacks: typeof callbacks;
  jobs: typeof jobs;
  wecom: typeof wecom;
  doctor: typeof doctor;
};
