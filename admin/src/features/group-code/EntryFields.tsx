import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined } from '@ant-design/icons';
import { Button, Form, Input, InputNumber, Switch, Tag } from 'antd';
import { words } from '../../kit/language';
import { TagPicker } from '../../kit/pick/TagPicker';
import { mostGroups, type EntryDraft, type Fault } from './draft';
import { GroupPicker } from './GroupPicker';
import { PictureField } from './PictureField';
import { useGroupCodeWords } from './words';

const useWords = words({
  zh: {
    number: (n: number) => `入口 ${n}`, groups: '客户群', groupsHint: (n: number) => `最多 ${n} 个，从上到下依次进满`, ofPicture: '图片是哪个群', ofPictureHint: '选了才能知道人数、谁已在群里和谁进了群；不选则按展示人数估算', name: '入口名称', nameHint: '只有你们看得到', cap: '满员人数', capHint: '企业微信扫码进群最多 200 人',
    tags: '给谁看', tagsHint: '带有任一标签的客户；不选则给其他所有人', auto: '满了自动建新群', autoHint: '由企业微信新建，群主是最后一个群的群主', base: '新群名称', baseHint: '后面会加上序号', from: '起始序号', picture: '群二维码', off: '展示', up: '上移', down: '下移', remove: '移除入口',
    faults: { needGroups: '请选择客户群', needPicture: '请上传群二维码' },
  },
  en: {
    number: (n: number) => `Entry ${n}`, groups: 'Groups', groupsHint: (n: number) => `At most ${n}, filled one after the other`, ofPicture: 'Which group it is', ofPictureHint: 'Only then it is known how many are in it, who is in it already and who came; else it is guessed by how many saw it', name: 'Name of the entry', nameHint: 'Only you see it', cap: 'Full at', capHint: 'By scanning, WeCom lets in at most 200',
    tags: 'For whom', tagsHint: 'Customers with any of these tags; none: everybody else', auto: 'Open another group when full', autoHint: 'WeCom does it; the owner of the last group owns it', base: 'Name of the new group', baseHint: 'A number is added', from: 'First number', picture: 'Group code', off: 'Shown', up: 'Up', down: 'Down', remove: 'Remove the entry',
    faults: { needGroups: 'Choose groups', needPicture: 'Upload the group code' },
  },
});

interface Props {
  entry: EntryDraft;
  number: number;
  last: boolean;
  byTag: boolean;
  faults: readonly Fault[];
  onChange: (change: Partial<EntryDraft>) => void;
  onMove: (by: -1 | 1) => void;
  onRemove?: () => void;
}

/** One way into groups. */
export function EntryFields({ entry, number, last, byTag, faults, onChange, onMove, onRemove }: Props) {
  const t = useWords();
  const g = useGroupCodeWords();
  const { key, kind } = entry;
  const faultOf = (field: string) => {
    const fault = faults.find((one) => one.field === field);
    return fault ? { validateStatus: 'error' as const, help: t.faults[fault.kind as keyof typeof t.faults] } : {};
  };
  return (
    <fieldset className="group-entry-fields" data-testid={`entry-${number}`}>
      <legend>
        <strong>{t.number(number)}</strong> <Tag>{g.kinds[kind]}</Tag>
        <span className="group-entry-tools">
          <label className="row small">{t.off} <Switch size="small" checked={!entry.isOff} onChange={(on) => onChange({ isOff: !on })} /></label>
          <Button type="text" size="small" aria-label={t.up} title={t.up} icon={<ArrowUpOutlined />} disabled={number === 1} onClick={() => onMove(-1)} />
          <Button type="text" size="small" aria-label={t.down} title={t.down} icon={<ArrowDownOutlined />} disabled={last} onClick={() => onMove(1)} />
          <Button type="text" size="small" danger aria-label={t.remove} title={t.remove} icon={<DeleteOutlined />} disabled={!onRemove} onClick={onRemove} />
        </span>
      </legend>
      {kind === 'picture' ? (
        <Form.Item label={t.picture} required {...faultOf(`picture-${key}`)}>
          <PictureField id={`picture-${key}`} value={{ picture: entry.picture, pictureUntil: entry.pictureUntil }} withEnd invalid={faults.some((one) => one.field === `picture-${key}`)} onChange={onChange} />
        </Form.Item>
      ) : null}
      <Form.Item label={kind === 'way' ? t.groups : t.ofPicture} htmlFor={`field-groups-${key}`} required={kind === 'way'} extra={kind === 'way' ? t.groupsHint(mostGroups) : t.ofPictureHint} {...faultOf(`groups-${key}`)}>
        <GroupPicker id={`field-groups-${key}`} label={kind === 'way' ? t.groups : t.ofPicture} value={entry.groups} max={kind === 'way' ? mostGroups : 1} onChange={(groups) => onChange({ groups })} />
      </Form.Item>
      {byTag ? (
        <Form.Item label={t.tags} htmlFor={`field-tags-${key}`} extra={t.tagsHint}>
          <TagPicker id={`field-tags-${key}`} label={t.tags} value={entry.tags} max={50} onChange={(tags) => onChange({ tags })} />
        </Form.Item>
      ) : null}
      <div className="group-entry-pair">
        <Form.Item label={t.name} htmlFor={`field-called-${key}`} extra={t.nameHint}><Input id={`field-called-${key}`} value={entry.name} maxLength={64} onChange={({ target }) => onChange({ name: target.value })} /></Form.Item>
        <Form.Item label={t.cap} htmlFor={`field-cap-${key}`} extra={t.capHint}><InputNumber id={`field-cap-${key}`} min={2} max={500} precision={0} value={entry.cap} onChange={(cap) => onChange({ cap: cap ?? 200 })} /></Form.Item>
      </div>
      {kind === 'way' ? (
        <>
          <Form.Item label={t.auto} htmlFor={`field-auto-${key}`} extra={t.autoHint} layout="horizontal"><Switch id={`field-auto-${key}`} checked={entry.autoCreate} onChange={(autoCreate) => onChange({ autoCreate })} /></Form.Item>
          {entry.autoCreate ? (
            <div className="group-entry-pair">
              <Form.Item label={t.base} htmlFor={`field-base-${key}`} extra={t.baseHint}><Input id={`field-base-${key}`} value={entry.roomBaseName} maxLength={40} onChange={({ target }) => onChange({ roomBaseName: target.value })} /></Form.Item>
              <Form.Item label={t.from} htmlFor={`field-from-${key}`}><InputNumber id={`field-from-${key}`} min={1} max={100000} precision={0} value={entry.roomBaseId} onChange={(roomBaseId) => onChange({ roomBaseId: roomBaseId ?? 1 })} /></Form.Item>
            </div>
          ) : null}
        </>
      ) : null}
    </fieldset>
  );
}
