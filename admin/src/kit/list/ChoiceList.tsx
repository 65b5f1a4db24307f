import { CheckOutlined, SearchOutlined } from '@ant-design/icons';
import { Input } from 'antd';
import type { InputRef } from 'antd';
import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';
import { words } from '../language';

export interface Choice {
  id: string;
  label: ReactNode;
  group?: string;
}

const useWords = words({
  zh: { none: '没有找到', loading: '正在读取…' },
  en: { none: 'Nothing found', loading: 'Loading…' },
});

/** Search and pick inside a chip's popover: the list stands open as long as the popover does. */
export function ChoiceList({ label, typed, onType, choices, chosen, onChoose, onEnter, many }: {
  label: string; typed: string; onType: (text: string) => void; choices: Choice[] | undefined; chosen: string[]; onChoose: (id: string) => void;
  /** Enter takes what was typed, for values that the list does not know. */
  onEnter?: (text: string) => void; many?: boolean;
}) {
  const t = useWords();
  const field = useRef<InputRef>(null);

  // The popover is still on its way when it takes the focus: the page must not scroll after it.
  useEffect(() => field.current?.focus({ preventScroll: true }), []);

  return (
    <div className="choice-list">
      <Input ref={field} value={typed} maxLength={128} prefix={<SearchOutlined className="soft" />} aria-label={label} placeholder={label} onChange={({ target }) => onType(target.value)} onPressEnter={() => onEnter?.(typed.trim())} />
      <ul role="listbox" aria-label={label} aria-multiselectable={many} className="choice-options">
        {choices === undefined || choices.length === 0 ? <li className="soft choice-none">{choices ? t.none : t.loading}</li> : null}
        {choices?.map((choice, index) => {
          const on = chosen.includes(choice.id);
          return (
            <li key={choice.id} role="presentation">
              {choice.group && choice.group !== choices[index - 1]?.group ? <div className="soft small choice-group">{choice.group}</div> : null}
              <button type="button" role="option" aria-selected={on} className={on ? 'choice choice-on' : 'choice'} onClick={() => onChoose(choice.id)}>
                <span className="ellipsis">{choice.label}</span>{on ? <CheckOutlined /> : null}
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
