import { words } from '../../kit/language';
import { Phone } from '../../kit/message/Phone';
import { Said, StaffName } from '../../kit/person';
import { calledInText, fill, nameIn } from '@scrm/shared/text';
import type { Draft } from './draft';

const useWords = words({
  zh: { heading: '客户看到的样子', staff: '员工', customer: '李梅', added: (name: string) => `你已添加了${name}，现在可以开始聊天了。`, waits: (name: string) => `${name}通过了你的朋友验证请求，现在可以开始聊天了。`, blank: '这个活码没有自己的欢迎语。客户会收到适用的欢迎语规则，一条都没有时收不到消息。' },
  en: { heading: 'What the customer sees', staff: 'Staff', customer: 'Li Mei', added: (name: string) => `You have added ${name}. You can chat now.`, waits: (name: string) => `${name} accepted your request. You can chat now.`, blank: 'This code has no welcome of its own. The customer is greeted by the welcome rule that fits, and gets no message where none does.' },
});

/** The chat on the customer's phone as it will be after adding the first on the list. */
export function EditorPreview({ draft, fileNames }: { draft: Draft; fileNames: Record<string, string> }) {
  const t = useWords();
  const first = draft.rule ? draft.names.staff[draft.rule.slots[0]?.staff[0]?.staffId ?? ''] : draft.staff[0];
  const name = first?.name ?? t.staff;
  return (
    <aside className="editor-side" aria-label={t.heading}>
      <span className="soft small">{t.heading}</span>
      <Phone
        title={first ? <StaffName staff={first} /> : t.staff} name={name} avatarUrl={first?.avatarUrl ?? ''} note={<Said text={((draft.rule ? draft.rule.skipVerify.mode !== 'never' : draft.skipVerify) ? t.added : t.waits)(first ? nameIn(first) : t.staff)} />}
        text={fill(draft.welcome.text, { customer: t.customer, staff: first ? calledInText(first.name, draft.welcome.text) : t.staff })} attachments={draft.welcome.attachments} fileNames={fileNames} blank={t.blank}
      />
    </aside>
  );
}
