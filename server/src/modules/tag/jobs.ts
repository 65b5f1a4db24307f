import { on } from '../../core/events';
import { every, job } from '../../core/jobs/define';
import type { EventFields } from '../../wecom/events';
import { callback, corpInstalled } from '../corp/events';
import { lookAgain, syncTags } from './sync';

export const sync = job<object>('tag.sync', { lane: 'bulk' }, (_, context) => syncTags(context));

export const syncOnInstall = on(corpInstalled, 'tag.syncOnInstall', (_, context) => syncTags(context));

export const syncNightly = every('40 2 * * *', 'tag.syncNightly', async ({ slot }, { db: { database }, corps }) => {
  for (const corp of await corps.active()) await database.write(corp.id, (tx) => tx.enqueue(sync, {}, { key: String(slot) }));
});

export const onCreate = on(callback<EventFields<'change_external_tag.create'>>('change_external_tag.create'), 'tag.onCreate', ({ fields }, context) => lookAgain(context, fields.id, fields.tagType));
export const onUpdate = on(callback<EventFields<'change_external_tag.update'>>('change_external_tag.update'), 'tag.onUpdate', ({ fields }, context) => lookAgain(context, fields.id, fields.tagType));
export const onDelete = on(callback<EventFields<'change_external_tag.delete'>>('change_external_tag.delete'), 'tag.onDelete', ({ fields }, context) => lookAgain(context, fields.id, fields.tagType));
export const onShuffle = on(callback<EventFields<'change_external_tag.shuffle'>>('change_external_tag.shuffle'), 'tag.onShuffle', (_, context) => syncTags(context));

export const tagJobs = [sync, syncOnInstall, syncNightly, onCreate, onUpdate, onDelete, onShuffle];
