import type { Actor, Reach } from '../../core/http/serve';
import type { JobContext } from '../../core/jobs/define';
import type { TaskStarter } from '../../core/tasks';
import { canEdit, sourceFinder, viewerOf, visibleFields, type Field, type Viewer } from '../field';
import type { Staff } from '../org';
import { readPlan, type Plan } from '../stage';
import { outOfScope } from '../tag';
import { actorOf, reachOfStarter } from '../task';
import { staffFinder, tagFinder, type LibraryTag } from './lookup';

/** What the words of a file mean in this company, and what whoever started the import may do. */
export interface Knowledge {
  actor: Actor;
  starter: TaskStarter;
  viewer: Viewer;
  reach: Reach;
  mayCreateTags: boolean;
  /** Those that the starter may change; a file cannot come out of a table. */
  fields: ReadonlyMap<string, Field>;
  tagsNamed(text: string): LibraryTag[];
  /** Tags that are for other departments. */
  closedTags: ReadonlySet<string>;
  staffNamed(text: string): Staff[];
  source: Awaited<ReturnType<typeof sourceFinder>>;
  stages: Plan | null;
}

/** Refuses who may not import (any more). */
export async function readKnowledge(context: Pick<JobContext, 'db' | 'corpId' | 'access'>, starter: TaskStarter): Promise<Knowledge> {
  const { db, corpId, access } = context;
  const actor = actorOf(starter, corpId);
  const permissions = await access.permissionsOf(actor);
  // Both rights are needed, so only who is within both reaches is meant.
  const asked = await reachOfStarter(context, starter, 'customer.import');
  const reach = await reachOfStarter(context, { ...starter, reach: asked }, 'customer.write');
  const viewer = await viewerOf({ actor, access });
  const tags = await tagFinder(db);
  return {
    actor, starter, viewer, reach, mayCreateTags: permissions.has('tag.write'),
    fields: new Map((await visibleFields(db, viewer)).filter((field) => field.kind !== 'file' && canEdit(field, viewer)).map((field) => [field.id, field])),
    tagsNamed: tags.find,
    closedTags: new Set(await outOfScope(db, starter.staffId, tags.all)),
    staffNamed: await staffFinder(db),
    source: await sourceFinder(db),
    stages: await readPlan(db),
  };
}

const keptMs = 5000;
const kept = new Map<string, { at: number; value: Promise<Knowledge> }>();

/** The same for a few seconds: the rows of one import ask for it one by one. What is written is checked against the rows again. */
export function knowledgeFor(context: JobContext, importId: string, starter: TaskStarter): Promise<Knowledge> {
  const now = performance.now();
  for (const [id, one] of kept) if (now - one.at > keptMs) kept.delete(id);
  const known = kept.get(importId);
  if (known) return known.value;
  const value = readKnowledge(context, starter);
  kept.set(importId, { at: now, value });
  value.catch(() => kept.delete(importId));
  return value;
}
