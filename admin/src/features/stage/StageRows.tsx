import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, HolderOutlined, SettingOutlined } from '@ant-design/icons';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import type { StageColour, StageKind } from '@scrm/shared/stage';
import { counted } from '@scrm/shared/text';
import { figure, words } from '../../kit/language';
import { stageStyle } from './StageMark';

const useWords = words({
  zh: {
    name: '阶段名称', kind: '类型', kinds: { open: '进行中', won: '成交', lost: '流失' } satisfies Record<StageKind, string>, colour: '颜色', colours: { faint: '灰', accent: '蓝', success: '绿', warning: '橙', danger: '红' } satisfies Record<StageColour, string>,
    up: '上移', down: '下移', more: '更多设置', remove: '删除', drag: '拖动排序', action: '下一步建议', actionHint: '在侧边栏提示员工接下来做什么，最多 200 字', reasons: '流失原因', reasonsHint: '移到此阶段时必须选一个，输入后回车', count: (n: string) => `现有 ${n} 位客户`,
  },
  en: {
    name: 'Stage name', kind: 'Kind', kinds: { open: 'Open', won: 'Won', lost: 'Lost' }, colour: 'Colour', colours: { faint: 'Grey', accent: 'Blue', success: 'Green', warning: 'Orange', danger: 'Red' },
    up: 'Up', down: 'Down', more: 'More', remove: 'Remove', drag: 'Drag to sort', action: 'Next best action', actionHint: 'Tells staff in the sidebar what to do next, at most 200 characters', reasons: 'Reasons', reasonsHint: 'One must be chosen on the way here; press Enter after each', count: (n: string) => `${counted(n, 'customer')} now`,
  },
});

export interface StageDraft {
  /** Of the screen, also for those that are not saved yet. */
  key: string;
  id: string | null;
  name: string;
  kind: StageKind;
  colour: StageColour;
  action: string;
  reasons: string[];
  customerCount: number;
}

/** The stages in order; each is moved by dragging or by its arrows. */
export function StageRows({ value, onChange, onRemove }: { value: StageDraft[]; onChange: (next: StageDraft[]) => void; onRemove: (stage: StageDraft) => void }) {
  const t = useWords();
  const [dragged, setDragged] = useState<number>();
  const [over, setOver] = useState<number>();
  const [open, setOpen] = useState<string>();

  function shift(from: number, to: number): void {
    if (to < 0 || to >= value.length || from === to) return;
    const next = [...value];
    next.splice(to, 0, ...next.splice(from, 1));
    onChange(next);
  }
  const edit = (index: number, patch: Partial<StageDraft>) => onChange(value.map((stage, at) => (at === index ? { ...stage, ...patch } : stage)));

  return (
    <ol className="stage-rows">
      {value.map((stage, index) => (
        <li
          key={stage.key} className={over === index ? 'stage-row stage-row-over' : 'stage-row'} draggable={dragged === index} data-testid={`stage-row-${stage.name}`}
          onDragOver={(event) => { event.preventDefault(); setOver(index); }}
          onDrop={() => { if (dragged !== undefined) shift(dragged, index); setDragged(undefined); setOver(undefined); }}
          onDragEnd={() => { setDragged(undefined); setOver(undefined); }}
        >
          <div className="stage-row-line">
            <span className="stage-grip" title={t.drag} onMouseDown={() => setDragged(index)} onMouseUp={() => setDragged(undefined)}><HolderOutlined /></span>
            <Input aria-label={t.name} value={stage.name} maxLength={30} status={stage.name.trim() ? undefined : 'error'} onChange={({ target }) => edit(index, { name: target.value })} />
            <Select<StageKind>
              aria-label={t.kind} value={stage.kind} onChange={(kind) => edit(index, { kind })}
              options={(Object.keys(t.kinds) as StageKind[]).map((kind) => ({ value: kind, label: t.kinds[kind] }))}
            />
            <Select<StageColour>
              aria-label={t.colour} value={stage.colour} suffixIcon={null} popupMatchSelectWidth={false} onChange={(colour) => edit(index, { colour })}
              options={(Object.keys(t.colours) as StageColour[]).map((colour) => ({ value: colour, label: t.colours[colour] }))}
              labelRender={() => <i className="stage-dot" style={{ ...stageStyle(stage), display: 'inline-block' }} />}
              optionRender={({ value: colour, label }) => <span className="stage-chip" style={stageStyle({ colour: colour as StageColour })}><i className="stage-dot" />{label}</span>}
            />
            <span className="stage-row-tools">
              <Button type="text" icon={<ArrowUpOutlined />} aria-label={`${t.up} ${stage.name}`} disabled={index === 0} onClick={() => shift(index, index - 1)} />
              <Button type="text" icon={<ArrowDownOutlined />} aria-label={`${t.down} ${stage.name}`} disabled={index === value.length - 1} onClick={() => shift(index, index + 1)} />
              <Button type="text" icon={<SettingOutlined />} aria-label={`${t.more} ${stage.name}`} aria-expanded={open === stage.key} onClick={() => setOpen(open === stage.key ? undefined : stage.key)} />
              <Button type="text" danger icon={<DeleteOutlined />} aria-label={`${t.remove} ${stage.name}`} disabled={value.length === 1} onClick={() => onRemove(stage)} />
            </span>
          </div>
          {open === stage.key ? (
            <div className="stage-row-more">
              <label>{t.action}
                <Input.TextArea value={stage.action} maxLength={200} autoSize={{ minRows: 1, maxRows: 4 }} placeholder={t.actionHint} onChange={({ target }) => edit(index, { action: target.value })} />
              </label>
              {stage.kind === 'lost' ? (
                <label>{t.reasons}
                  <Select<string[]>
                    mode="tags" style={{ width: '100%' }} open={false} suffixIcon={null} value={stage.reasons} placeholder={t.reasonsHint} maxCount={20}
                    onChange={(reasons) => edit(index, { reasons: reasons.map((one) => one.trim().slice(0, 60)).filter(Boolean) })}
                  />
                </label>
              ) : null}
              {stage.id ? <Link className="small" to={`/customers?stageIds=${stage.id}`}>{t.count(figure(stage.customerCount))}</Link> : null}
            </div>
          ) : null}
        </li>
      ))}
    </ol>
  );
}
