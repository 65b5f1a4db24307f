import { personal } from '../../core/personal/declare';
import { FollowTag, TagMark } from './entity';
import { tagRefs } from './service';

const tagWord = { zh: '标签', en: 'Tag' };
const staffWord = { zh: '员工', en: 'Staff' };

/** The tags themselves are the company's; that this person carries them goes. */
export const tagPersonalData = [
  personal(FollowTag, {
    label: { zh: '身上的标签', en: 'Tags' },
    of: ({ customerId }) => ({ customerId }),
    show: async (rows, { db }) => {
      const tags = await tagRefs(db, rows.map((row) => row.tagId));
      return rows.map((row) => [{ column: 'tag', label: tagWord, value: tags.get(row.tagId)?.name ?? '' }, { column: 'staffId', label: staffWord, value: row.staffId }]);
    },
    erase: 'delete',
  }),
  personal(TagMark, {
    label: { zh: '标签的时间', en: 'When tags were given' },
    of: ({ customerId }) => ({ customerId }),
    show: async (rows, { db }) => {
      const tags = await tagRefs(db, rows.map((row) => row.tagId));
      return rows.map((row) => [
        { column: 'tag', label: tagWord, value: tags.get(row.tagId)?.name ?? '' }, { column: 'firstAt', label: { zh: '首次', en: 'First' }, value: row.firstAt }, { column: 'lastAt', label: { zh: '最近', en: 'Last' }, value: row.lastAt },
      ]);
    },
    erase: 'delete',
  }),
];
