import type { conversions } from './conversion';
import type { corps } from './corp';
import type { customers } from './customer';
import type { files } from './file';
import type { groupChats, groupTags } from './group-chat';
import type { identities, merges } from './identity';
import type { liveCodes } from './live-code';
import type { org } from './org';
import type { session } from './session';
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
  groupChats: typeof groupChats;
  groupTags: typeof groupTags;
  identities: typeof identities;
  merges: typeof merges;
  conversions: typeof conversions;
  liveCodes: typeof liveCodes;
  welcome: typeof welcome;
  visitor: typeof visitor;
  files: typeof files;
  callbacks: typeof callbacks;
  jobs: typeof jobs;
  wecom: typeof wecom;
  doctor: typeof doctor;
};
